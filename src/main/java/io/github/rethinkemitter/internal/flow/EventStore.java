package io.github.rethinkemitter.internal.flow;

import java.io.IOException;

/** The channel's table, out of reach until a session is opened. */
public interface EventStore {

    /**
     * Tries each host once: connects, logs in, and sees that database, table and index are there, or creates them.
     * Bounded by the connect and query timeouts.
     *
     * @throws IOException saying what failed on which host, and what to do; it is {@link Unreachable} when no host could be
     *     connected to and logged in at
     */
    Session open() throws IOException;

    /**
     * Opens a connection of its own to follow the table by: nothing that is asked on it waits for what is published, nor the
     * other way round. Used by one thread, and closed by any.
     *
     * @throws IOException saying what failed on which host, and what to do; it is {@link Unreachable} when no host could be
     *     connected to and logged in at
     */
    Timeline openTimeline() throws IOException;
}
