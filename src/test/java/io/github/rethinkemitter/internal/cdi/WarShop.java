package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.TopicEmitter;
import io.github.rethinkemitter.internal.cdi.EnterpriseArchiveTest.Calls;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/** A bean of each war. */
@Dependent
public class WarShop {

    /** A class of each war. */
    public record Order(int number) {}

    /** Of this war. */
    @Inject
    @RethinkTopic("order")
    public TopicEmitter<Order> orders;

    // Differs between the wars only where a test says so.
    @Produces
    static EmitterOptions options() {
        var name = Calls.differ ? WarShop.class.getClassLoader().getName() : "the_wars";
        return EmitterOptions.none().with("enabled", false).with("table", "of_" + name);
    }

    void order(@Observes @RethinkTopic("order") Order order) {
        var loader = Thread.currentThread().getContextClassLoader();
        Calls.LINES.add(name() + order + ", " + (loader == getClass().getClassLoader()));
    }

    void lost(@Observes Disconnected event) {
        Calls.LINES.add(name() + "lost");
    }

    private String name() {
        return getClass().getClassLoader().getName() + " ";
    }
}
