package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * A connection by which one thread reads stored documents in order, in two steps: first which ones there are and how large, then as
 * many of them as memory has room for. Used by one thread, but closed by any; every call is bounded by a deadline, and
 * ends with an {@link java.io.InterruptedIOException} soon after its thread was interrupted. A failure that is {@link Refused} does not
 * pass by itself.
 */
public interface TimelineReader extends AutoCloseable {

    /**
     * The first documents of a range, in its order. When there are as many as were asked for, the last ones may be an arbitrary choice
     * of those with their {@code ts}; all with an earlier place in the order are there.
     */
    List<DocumentKey> keys(DocumentRange range, int atMost) throws IOException;

    /**
     * The first documents behind a place that have the {@code ts} of that place, in the order of the range. The database looks at all
     * documents with that {@code ts}.
     *
     * @param range whose {@code after} is the place; there, no id means: all documents with that {@code ts}
     */
    List<DocumentKey> keysAtOneTime(DocumentRange range, int atMost) throws IOException;

    /**
     * The events of documents, also those that only fill a place, in the order of the documents, or in the opposite order. What was
     * deleted meanwhile is left out, and what was given a newer {@code ts} meanwhile is where that is in the order.
     */
    List<StoredEvent> events(List<DocumentKey> documents, boolean newestFirst) throws IOException;

    /** How many events have {@code from <= ts < to}. */
    long count(Instant from, Instant to) throws IOException;

    /** Whatever the reading thread waits for then fails with an {@link IOException}. */
    @Override
    void close();
}
