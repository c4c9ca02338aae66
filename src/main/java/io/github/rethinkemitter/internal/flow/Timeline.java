package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of a table, to be read. */
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

    /** Looks up events of one publisher, in no order. */
    List<Stored> find(Wanted wanted) throws IOException;

    /**
     * The newest events, at most so many, in no order.
     *
     * @throws IOException also when a feed that was opened before may be deaf: the table or its index was replaced
     */
    List<Stored> newest(Instant since, int limit) throws IOException;

    /**
     * Some of the documents that no feed brings, because their {@code ts} is no time, or none that an event may have. Those
     * without a {@code ts} are not found.
     */
    List<FeedItem.Malformed> misplaced(int some) throws IOException;

    /** The database server's clock. */
    Instant now() throws IOException;

    @Override
    void close();

    /** {@code first <= seq <= last} of a publisher, as far as {@code since <= ts <= until}. */
    record Wanted(String src, long first, long last, Instant since, Instant until) {}
}
