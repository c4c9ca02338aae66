package io.github.rethinkemitter.documentation.shop;

import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.Redrive;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

@ApplicationScoped
class Billing {

    @OnFailure(maxAttempts = 5, delay = "1s", factor = 2, maxDelay = "1m", parkOn = IllegalArgumentException.class)
    void bill(@Observes @RethinkTopic("order.placed") Order order) {} // called at most five times with an order

    void failed(@Observes ObserverFailed failure) {} // of each call; the last one has no nextAttempt()

    @Inject
    ParkedEvents parked;

    void lookAfter(String user, String id) {
        parked.find(ParkedQuery.ofObserver("billing")).forEach(event -> show(event.cause()));
        var old = ParkedQuery.olderThan(Duration.ofHours(1));
        parked.redrive(old, Redrive.atMost(100).perSecond(20));
        parked.by(user).discard(id, "customer is gone");
    }

    private static void show(Optional<ParkedEvent.Cause> cause) {
        System.getLogger("shop")
                .log(Level.INFO, cause.map(ParkedEvent.Cause::message).orElse("crashed"));
    }
}
