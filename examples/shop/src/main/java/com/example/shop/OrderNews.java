package com.example.shop;

import io.github.rethinkemitter.RethinkEvent;
import java.time.Instant;

/** What has happened to an order, as browsers get it. */
public record OrderNews(String id, String topic, Instant time, Order order) {

    static OrderNews of(RethinkEvent event) {
        return new OrderNews(event.id(), event.topic(), event.timestamp(), event.payload(Order.class));
    }
}
