package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection by which one thread reads the events of a table. It brings something only while that thread waits for
 * something. Used by one thread, but closed by any; every call is bounded by a deadline.
 */
public interface TableReader extends AutoCloseable {

    /** Opens a feed of the events whose {@code ts} is not before {@code from}: first those already stored, then live ones. */
    Feed follow(Instant from) throws IOException;

    /**
     * Reads stored events in no order: {@code from <= ts < to}. They come as {@link FeedItem.Initial}, and
     * {@link FeedItem.Ready} after the last. Does not wait for the first: a failure may come as {@link FeedItem.Ended}.
     */
    Feed read(Instant from, Instant to) throws IOException;

    /** The {@code ts} of the oldest event at or after {@code from}; null when there is none. */
    @Nullable
    Instant oldest(Instant from) throws IOException;

    /** Looks up events of one publisher, in no order. Does not wait for them. */
    PendingAnswer<List<StoredEvent>> find(Wanted wanted);

    /**
     * Some of the documents that no feed brings, because their {@code ts} is not a time, or not one that an event may have.
     * Documents without a {@code ts} are not found.
     */
    List<FeedItem.Malformed> withInvalidTime(int atMost) throws IOException;

    /** The database server's clock. */
    Instant now() throws IOException;

    /** Whatever the reading thread waits for then fails with an {@link IOException}. */
    @Override
    void close();

    /** The events of a publisher with {@code first <= seq <= last} and {@code since <= ts <= until}. */
    record Wanted(String src, long first, long last, Instant since, Instant until) {}
}
