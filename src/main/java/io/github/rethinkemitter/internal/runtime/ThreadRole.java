package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.ChannelListener;

/** What the threads of a channel are for. */
enum ThreadRole {
    /** Tells lifecycle events. */
    NEWS("news", ChannelListener.Phase.DISPATCH),
    /** Stores events. */
    PUBLISHER("publisher", ChannelListener.Phase.PUBLISH),
    /** Keeps the connection by which events are stored. */
    SESSION("session", ChannelListener.Phase.CONNECT),
    /** Calls the synchronous observers. */
    OBSERVERS("observers", ChannelListener.Phase.DISPATCH),
    /** Follows the table. */
    FEED("feed", ChannelListener.Phase.SUBSCRIBE);

    private final String thread;
    private final ChannelListener.Phase phase;

    ThreadRole(String thread, ChannelListener.Phase phase) {
        this.thread = thread;
        this.phase = phase;
    }

    /** Its place in the thread's name. */
    String thread() {
        return thread;
    }

    /** What is being done by it, for lifecycle events. */
    ChannelListener.Phase phase() {
        return phase;
    }
}
