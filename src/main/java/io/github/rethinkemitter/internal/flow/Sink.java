package io.github.rethinkemitter.internal.flow;

/** Where ordered events go. */
@FunctionalInterface
public interface Sink {

    /** Takes an event, waiting while too many are under way. */
    void accept(Delivery delivery) throws InterruptedException;
}
