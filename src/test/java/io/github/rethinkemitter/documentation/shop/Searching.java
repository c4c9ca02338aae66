package io.github.rethinkemitter.documentation.shop;

import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.stream.Stream;

@ApplicationScoped
class Searching {

    @Inject
    Timeline timeline;

    void search(Instant yesterday) {
        var orders = TimelineQuery.ofTopic("order.*").from(yesterday).withKey("order-7");
        try (Stream<RethinkEvent> events = timeline.events(orders)) {
            events.forEach(event -> show(event.timestamp() + " " + event.payload(Order.class)));
        }
        show("of " + timeline.count(TimelineQuery.all()));
        timeline.replay(orders).perSecond(100).to("billing").done().thenAccept(outcome -> show(outcome.handled()));
    }

    private static void show(Object what) {
        System.out.println(what);
    }
}
