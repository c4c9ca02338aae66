package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.flow.TimelineReader;
import java.io.IOException;

/** Opens the connections by which the timeline is read. Safe for use by many threads. */
public interface TimelineConnections {

    /**
     * Opens one.
     *
     * @throws IOException when this attempt has failed, and another one may succeed
     * @throws EmitterException when none would, because the channel has no connection or has stopped
     */
    TimelineReader connect() throws IOException, InterruptedException;

    /** Closes one. */
    void close(TimelineReader reader);
}
