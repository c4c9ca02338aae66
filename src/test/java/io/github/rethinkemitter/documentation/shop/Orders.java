package io.github.rethinkemitter.documentation.shop;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

@ApplicationScoped
public class Orders {

    @Inject
    Emitter emitter;

    public void place(Order order) {
        emitter.trigger("order.placed", order); // stored, then observed by every server
    }

    void placed(@Observes @RethinkTopic("order.placed") Order order) {
        System.out.println("somebody placed " + order);
    }
}
