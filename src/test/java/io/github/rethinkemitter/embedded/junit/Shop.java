package io.github.rethinkemitter.embedded.junit;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The application. */
@ApplicationScoped
class Shop {

    @Inject
    Emitter emitter;

    private final List<String> seen = new CopyOnWriteArrayList<>();

    public record Order(int number) {}

    void open(@Observes Startup event) {
        emitter.trigger("shop.opened");
    }

    CompletionStage<Receipt> place(int number) {
        return emitter.withHeaders(Map.of("by", "test"))
                .withKey("order-" + number)
                .trigger("order.placed", new Order(number), "two", 1.50);
    }

    CompletionStage<Receipt> cancel(int number) {
        return emitter.trigger("order.cancelled", new Order(number));
    }

    void placed(@Observes @RethinkTopic("order.placed") Order order) {
        seen.add("placed " + order.number());
    }

    void later(@ObservesAsync @RethinkTopic("order.placed") Order order) {
        seen.add("later " + order.number());
    }

    void cancelled(@Observes @RethinkTopic("order.cancelled") Order order) {
        throw new IllegalStateException("no");
    }

    List<String> seen() {
        return List.copyOf(seen);
    }
}
