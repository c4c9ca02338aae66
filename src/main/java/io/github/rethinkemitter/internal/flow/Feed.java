package io.github.rethinkemitter.internal.flow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What was asked for and comes item by item. Used by the thread that uses its {@link Timeline}. */
public interface Feed extends AutoCloseable {

    /**
     * The next item. Null when none came in time, or when an {@link PendingAnswer} came before one did. A dead connection yields
     * {@link FeedItem.Ended} within the heartbeat.
     */
    @Nullable
    FeedItem poll(Duration timeout) throws InterruptedException;

    /** One more item, if it came together with the one before; never waits. */
    default @Nullable FeedItem next() {
        return null;
    }

    @Override
    void close();
}
