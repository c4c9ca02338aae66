package io.github.rethinkemitter.documentation.shop;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.TopicEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletionStage;

@ApplicationScoped
class Triggering {

    @Inject
    Emitter emitter;

    @Inject
    @RethinkTopic("order.placed")
    TopicEmitter<Order> orders; // one topic, typed

    @Inject
    @RethinkChannel("audit")
    Emitter audit; // a second table: set rethink.emitter.channel.audit.table

    void trigger(String user) {
        CompletionStage<Receipt> stored = emitter.trigger("beep", "boop", 2, true); // any number of arguments
        emitter.withHeaders(Map.of("user", user)).trigger("beep", "boop"); // event.headers() has them
        orders.withKey("order-7").trigger(new Order(7, "tea")); // event.key() says which events belong together
        stored.thenAccept(receipt -> audit.trigger("beeped", receipt.id()));
        orders.trigger(new Order(7, "tea"));
    }
}
