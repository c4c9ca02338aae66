package com.example.shop;

import java.math.BigDecimal;

/**
 * An order, and the payload of all events of the shop. Records need nothing else: JSON-B writes and reads them.
 *
 * @param number the order's number, which is also the key of its events
 * @param price arrives with the digits that it was triggered with
 * @param server which server took the order
 */
public record Order(String number, Item item, BigDecimal price, String server) {

    /** What the shop sells. {@link PaymentProvider} treats each differently. */
    public enum Item {
        TEA("2.90"),
        COFFEE("3.40"),
        GOLD("1999.00");

        private final BigDecimal price;

        Item(String price) {
            this.price = new BigDecimal(price);
        }

        public BigDecimal price() {
            return price;
        }
    }
}
