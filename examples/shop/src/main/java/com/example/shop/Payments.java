package com.example.shop;

import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.TopicEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Has each order paid, and tells all servers what came of it. */
@ApplicationScoped
public class Payments {

    @Inject
    PaymentProvider provider;

    @Inject
    @RethinkTopic("order.paid")
    TopicEmitter<Order> paid;

    @Inject
    @RethinkTopic("order.refused")
    TopicEmitter<Order> refused;

    @Inject
    @ConfigProperty(name = "rethink.emitter.subscriber")
    String server;

    /**
     * Asynchronous, because the provider is slow and other observers need not wait for it. When it throws, the library calls it again with
     * the same order; when that is no use, the event is parked, and somebody looks after it on the library's page.
     */
    @OnFailure(name = "payments", maxAttempts = 5, delay = "1s", parkOn = PaymentProvider.CardRefused.class)
    void charge(@ObservesAsync @RethinkTopic("order.placed") Order order) {
        // Every server observes every order. The one that took it has it paid, after a restart if need be.
        if (order.server().equals(server)) {
            provider.charge(order);
            trigger(paid, order);
        }
    }

    void parked(@Observes EventParked parked) {
        if (parked.observer().equals("payments")) {
            trigger(refused, parked.event().payload(Order.class));
        }
    }

    // Waits until the event is stored: if the server dies before, the observer is called again.
    private static void trigger(TopicEmitter<Order> topic, Order order) {
        topic.withKey(order.number()).trigger(order).toCompletableFuture().join();
    }
}
