package io.github.rethinkemitter.internal.flow;

/** Takes ordered events. */
@FunctionalInterface
public interface EventSink {

    /** Takes an event, waiting while too many are in flight. The event may be handed on only at the next {@link #flush}. */
    void accept(Delivery delivery) throws InterruptedException;

    /** Hands on what was accepted: no more events follow immediately. */
    default void flush() {}
}
