package io.github.rethinkemitter.internal.flow;

import java.io.IOException;

/** The channel's table, which can be used once a session is opened. */
public interface EventStore {

    /**
     * Tries each host once: connects, logs in, and checks that database, table and index exist, or creates them.
     * Bounded by the connect and query timeouts.
     *
     * @throws IOException saying what failed on which host, and what to do; it is {@link Unreachable} when no host could be
     *     connected to and logged in at
     */
    Session open() throws IOException;

    /**
     * Opens a separate connection for reading the table, so that reading and publishing do not wait for each other. Used by one
     * thread, and closed by any.
     *
     * @throws IOException saying what failed on which host, and what to do; it is {@link Unreachable} when no host could be
     *     connected to and logged in at
     */
    TableReader openReader() throws IOException;

    /**
     * Opens a separate connection for reading stored events in order, as {@link #openReader} does. Used by one thread, and closed by
     * any.
     *
     * @throws IOException as {@link #openReader}
     */
    TimelineReader openTimeline() throws IOException;
}
