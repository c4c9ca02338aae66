package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.TimelineReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The connections by which a channel's timeline is read. Those that nobody has closed end with the channel. Safe for use by many threads. */
final class OpenTimelines implements AutoCloseable {

    private final Set<TimelineReader> open = new HashSet<>(); // guarded by this, as is that below
    private boolean closed;

    /** False when the channel has ended. */
    synchronized boolean add(TimelineReader reader) {
        return !closed && open.add(reader);
    }

    synchronized void remove(TimelineReader reader) {
        open.remove(reader);
    }

    private synchronized List<TimelineReader> end() {
        closed = true;
        return List.copyOf(open);
    }

    @Override
    public void close() {
        end().forEach(TimelineReader::close);
    }
}
