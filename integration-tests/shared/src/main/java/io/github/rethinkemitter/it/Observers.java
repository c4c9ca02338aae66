package io.github.rethinkemitter.it;

import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One observer of each kind. */
@ApplicationScoped
public class Observers {

    private static final Set<String> TRACE = Set.of("traceparent", "tracestate", "baggage");
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    @Inject
    Received received;

    @Inject
    Basket basket;

    void text(@Observes @RethinkTopic("text") String text) {
        received.add("text " + text);
    }

    void whole(@Observes @RethinkTopic("text") RethinkEvent event) {
        var headers = new HashMap<>(event.headers());
        headers.keySet().removeAll(TRACE); // where the server traces
        received.add("whole " + event.topic() + " " + event.args() + " " + headers);
    }

    void later(@ObservesAsync @RethinkTopic("text") String text) {
        received.add("later " + text + ", basket " + basket.add());
    }

    void number(@Observes @RethinkTopic("number") int number) {
        received.add("number " + number);
    }

    void order(@Observes @RethinkTopic("order.placed") Order order) {
        received.add("order " + order);
    }

    void noOrder(@Observes @RethinkTopic("order.none") Order order) {
        received.add("no order " + order);
    }

    void orders(@Observes @RethinkTopic("order.bulk") List<Order> orders) {
        var last = orders.get(orders.size() - 1);
        received.add("orders " + orders.size() + ", last " + last.item());
    }

    void anyOrder(@Observes @RethinkTopic("order.*") RethinkEvent event) {
        received.add("any " + event.topic());
    }

    void json(@Observes @RethinkTopic("json") JsonObject json) {
        received.add("json " + json.getString("a"));
    }

    void audited(@Observes @RethinkTopic(value = "login", channel = "audit") String user) {
        received.add("audited " + user);
    }

    void basket(@Observes @RethinkTopic("basket") String item, Basket injected) {
        received.add("basket of " + item + " " + basket.add() + " " + injected.add());
    }

    void burst(@Observes @RethinkTopic("burst") int number) {
        received.add("burst " + number);
    }

    void third(@Observes @Priority(3) @RethinkTopic("priority") String text) {
        received.add("priority 3");
    }

    void first(@Observes @Priority(1) @RethinkTopic("priority") String text) {
        received.add("priority 1");
    }

    @OnFailure(parkOn = IllegalStateException.class)
    void second(@Observes @Priority(2) @RethinkTopic("priority") String text) {
        received.add("priority 2");
        if (failed.add(text)) {
            throw new IllegalStateException("the second one fails until it is redriven");
        }
    }
}
