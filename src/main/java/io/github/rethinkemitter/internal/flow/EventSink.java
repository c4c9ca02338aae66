package io.github.rethinkemitter.internal.flow;

/** Where ordered events go. */
@FunctionalInterface
public interface EventSink {

    /** Takes an event, waiting while too many are under way. It may be looked at only when {@link #flush} was called. */
    void accept(Delivery delivery) throws InterruptedException;

    /** No more events come at once. */
    default void flush() {}
}
