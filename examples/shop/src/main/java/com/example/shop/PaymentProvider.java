package com.example.shop;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands for the remote service that charges cards. Tea is paid at once. For coffee the service is busy twice. For gold the card is refused
 * once, and accepted when somebody tries again.
 */
@ApplicationScoped
public class PaymentProvider {

    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    /** Charges an order. A real one would be told the order's number, too, so that no order is charged twice. */
    public void charge(Order order) {
        int call = calls.merge(order.number(), 1, Integer::sum);
        switch (order.item()) {
            case TEA -> {}
            case COFFEE -> {
                if (call <= 2) {
                    throw new Busy("the payment provider is busy");
                }
            }
            case GOLD -> {
                if (call == 1) {
                    throw new CardRefused("the card is not good for " + order.price());
                }
            }
        }
    }

    /** Another attempt helps. */
    public static class Busy extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Busy(String message) {
            super(message);
        }
    }

    /** Another attempt is no use before somebody has talked to the customer. */
    public static class CardRefused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CardRefused(String message) {
            super(message);
        }
    }
}
