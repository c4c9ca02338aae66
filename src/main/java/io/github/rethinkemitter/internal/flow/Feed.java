package io.github.rethinkemitter.internal.flow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An open changefeed. Read by one thread; closed by any. */
public interface Feed extends AutoCloseable {

    /** The next item, or null when none came in time. A dead link yields {@link FeedItem.Ended} within the heartbeat. */
    @Nullable
    FeedItem poll(Duration timeout) throws InterruptedException;

    /** One more item, if it came together with the one before; never waits. */
    default @Nullable FeedItem next() {
        return null;
    }

    @Override
    void close();
}
