package io.github.rethinkemitter.it;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.TopicEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.util.List;
import java.util.Map;

/** Triggers one event of each kind. */
@ApplicationScoped
public class Shop {

    @Inject
    Emitter emitter;

    @Inject
    @RethinkChannel("audit")
    Emitter audit;

    @Inject
    ParkedEvents parked;

    @Inject
    @RethinkChannel("audit")
    Instance<ParkedEvents> parkedOfAudit;

    @Inject
    @RethinkTopic("order.placed")
    TopicEmitter<Order> placed;

    public void openFor(String customer) {
        emitter.withHeaders(Map.of("for", customer)).trigger("text", customer, "two", 3);
        emitter.trigger("number", 42);
        placed.trigger(new Order(1, customer));
        emitter.trigger("order.none");
        emitter.trigger("order.bulk", List.of(new Order(2, "tea"), new Order(3, customer)));
        emitter.trigger("json", Json.createObjectBuilder().add("a", customer).build());
        audit.trigger("login", customer);
        emitter.trigger("basket", "one");
        emitter.trigger("basket", "two");
        emitter.trigger("priority", customer);
        emitter.trigger("attempts", customer);
    }

    /** Triggers this many events and does not wait until they are stored. */
    public void burst(int count) {
        for (int i = 1; i <= count; i++) {
            emitter.trigger("burst", i);
        }
    }
}
