package io.github.rethinkemitter.internal.flow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An open changefeed. Read by one thread; closed by any. */
public interface Feed extends AutoCloseable {

    /** The next item, or null when none came in time. A dead link yields {@link FeedItem.Ended} within the heartbeat. */
    @Nullable
    FeedItem poll(Duration timeout) throws InterruptedException;

    /** The same, and while the reader sleeps {@code taker} may be given what comes; an item that it takes wakes nobody. */
    default @Nullable FeedItem poll(Duration timeout, Taker taker) throws InterruptedException {
        return poll(timeout);
    }

    /**
     * Does the reader's work while he sleeps. Called by another thread, but never while the reader is awake; it sees what
     * he has done, and he what it does. Must not block.
     */
    interface Taker {

        /** Takes an item, or leaves it and those after it to the reader. */
        boolean takes(FeedItem item);

        /** No more comes at once. */
        void flush();
    }

    /** One more item, if it came together with the one before; never waits. */
    default @Nullable FeedItem next() {
        return null;
    }

    @Override
    void close();
}
