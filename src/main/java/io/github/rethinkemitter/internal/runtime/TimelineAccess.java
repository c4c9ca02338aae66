package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.TimelineReader;
import io.github.rethinkemitter.internal.timeline.TimelineConnections;
import io.github.rethinkemitter.internal.timeline.TimelineFailures;
import java.io.IOException;
import java.time.Duration;

/**
 * Opens connections for the timeline of a channel once the channel has its session, so that the table is there. Safe for use by many
 * threads.
 *
 * @param timeout how long to wait for a session
 * @param start makes the channel open one, unless it does so already
 */
record TimelineAccess(
        EventStore store,
        CurrentSession session,
        OpenTimelines open,
        Duration timeout,
        Runnable start,
        LinkState state,
        TimelineFailures failures)
        implements TimelineConnections {

    @Override
    public TimelineReader connect() throws IOException, InterruptedException {
        start.run();
        if (session.await(timeout) == null) {
            throw session.isClosed()
                    ? failures.stopped()
                    : failures.unconnected(timeout, state.lastFailureText(), state.lastFailure());
        }
        var reader = store.openTimeline();
        if (!open.add(reader)) {
            reader.close();
            throw failures.stopped();
        }
        return reader;
    }

    @Override
    public void close(TimelineReader reader) {
        reader.close();
        open.remove(reader);
    }
}
