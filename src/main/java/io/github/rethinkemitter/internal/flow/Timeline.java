package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection by which one thread reads the events of a table. Nothing comes while that thread does not wait for something.
 * Used by one thread, but closed by any; every call is bounded by a deadline.
 */
public interface Timeline extends AutoCloseable {

    /** Opens a feed of the events whose {@code ts} is not before {@code from}, stored and live ones joined. */
    Feed follow(Instant from) throws IOException;

    /**
     * Reads stored events in no order: {@code from <= ts < to}. They come as {@link FeedItem.Initial}, and
     * {@link FeedItem.Ready} after the last. Does not wait for the first: what is wrong may come as {@link FeedItem.Ended}.
     */
    Feed read(Instant from, Instant to) throws IOException;

    /** The {@code ts} of the oldest event that is not before {@code from}; null when there is none. */
    @Nullable
    Instant oldest(Instant from) throws IOException;

    /** Looks up events of one publisher, in no order. Does not wait for them. */
    PendingAnswer<List<StoredEvent>> find(Wanted wanted);

    /**
     * Some of the documents that no feed brings, because their {@code ts} is no time, or none that an event may have. Those
     * without a {@code ts} are not found.
     */
    List<FeedItem.Malformed> misplaced(int some) throws IOException;

    /** The database server's clock. */
    Instant now() throws IOException;

    /** Ends what its thread waits for with an {@link IOException}. */
    @Override
    void close();

    /** {@code first <= seq <= last} of a publisher, as far as {@code since <= ts <= until}. */
    record Wanted(String src, long first, long last, Instant since, Instant until) {}
}
