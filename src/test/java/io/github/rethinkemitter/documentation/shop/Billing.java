package io.github.rethinkemitter.documentation.shop;

import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

@ApplicationScoped
class Billing {

    @OnFailure(maxAttempts = 5, delay = "1s", factor = 2, maxDelay = "1m", parkOn = IllegalArgumentException.class)
    void bill(@Observes @RethinkTopic("order.placed") Order order) {} // called at most five times with an order

    void failed(@Observes ObserverFailed failure) {} // of each call; the last one has no nextAttempt()
}
