package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.ChannelListener;

/** What the threads of a channel are for. */
enum ThreadRole {
    /** Fires lifecycle events. */
    LIFECYCLE("lifecycle", ChannelListener.Phase.DISPATCH),
    /** Stores events. */
    PUBLISHER("publisher", ChannelListener.Phase.PUBLISH),
    /** Keeps a session open. */
    SESSION("session", ChannelListener.Phase.CONNECT),
    /** Dispatches events: calls the synchronous observers. */
    OBSERVERS("observers", ChannelListener.Phase.DISPATCH),
    /** Stores events on which observers failed, and gives those that are due to the dispatcher. */
    PARKING("parking", ChannelListener.Phase.DISPATCH),
    /** Runs the feed loop, which follows the table. */
    FEED("feed", ChannelListener.Phase.SUBSCRIBE);

    private final String thread;
    private final ChannelListener.Phase phase;

    ThreadRole(String thread, ChannelListener.Phase phase) {
        this.thread = thread;
        this.phase = phase;
    }

    /** How the thread's name ends. */
    String thread() {
        return thread;
    }

    /** What the thread does, for lifecycle events. */
    ChannelListener.Phase phase() {
        return phase;
    }
}
