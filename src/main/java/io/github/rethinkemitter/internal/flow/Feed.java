package io.github.rethinkemitter.internal.flow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The items that a query of a {@link TableReader} brings, one by one. Used by the thread that uses the reader. */
public interface Feed extends AutoCloseable {

    /**
     * The next item. Null when none came in time, or when a {@link PendingAnswer} came first. A dead connection yields
     * {@link FeedItem.Ended} within the heartbeat.
     */
    @Nullable
    FeedItem poll(Duration timeout) throws InterruptedException;

    /** The next item, if it arrived together with the one before; never waits. */
    default @Nullable FeedItem next() {
        return null;
    }

    @Override
    void close();
}
