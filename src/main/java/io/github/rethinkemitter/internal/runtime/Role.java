package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.Signals;

/** What the threads of a channel are for. */
enum Role {
    /** Tells lifecycle events. */
    NEWS("news", Signals.Phase.DISPATCH),
    /** Stores events. */
    PUBLISHER("publisher", Signals.Phase.PUBLISH),
    /** Keeps the connection by which events are stored. */
    SESSION("session", Signals.Phase.CONNECT),
    /** Calls the synchronous observers. */
    OBSERVERS("observers", Signals.Phase.DISPATCH),
    /** Follows the table. */
    FEED("feed", Signals.Phase.SUBSCRIBE);

    private final String thread;
    private final Signals.Phase phase;

    Role(String thread, Signals.Phase phase) {
        this.thread = thread;
        this.phase = phase;
    }

    /** Its place in the thread's name. */
    String thread() {
        return thread;
    }

    /** What is being done by it, for lifecycle events. */
    Signals.Phase phase() {
        return phase;
    }
}
