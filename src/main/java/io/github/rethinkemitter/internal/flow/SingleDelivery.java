package io.github.rethinkemitter.internal.flow;

/** An event for one observer, which has not come by the feed. */
public sealed interface SingleDelivery permits StoredAttempt, ReplayedEvent {

    /** The observer's name. */
    String observer();

    StoredEvent event();

    /** Which attempt of the observer this is, counted from 1. */
    int attempt();

    /** The event as the observer gets it. */
    Delivery delivery();
}
