package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A changefeed, or stored documents that are read in the same way. */
final class RethinkFeed implements Feed {

    // How long events gather for each part of a busy changefeed: far longer than to ask takes, and too short to notice.
    private static final Duration GATHERING = Duration.ofMillis(4);

    private final Parts parts;
    private final UnaryOperator<IOException> explained;

    private @Nullable FeedItem last;
    private Iterator<Object> part = Collections.emptyIterator();
    private boolean over;
    private volatile boolean closed;

    /**
     * @param last what stands for the end of the rows; null when they have none
     * @param explained what a failure is to its reader
     */
    private RethinkFeed(Parts parts, @Nullable FeedItem last, UnaryOperator<IOException> explained) {
        this.parts = parts;
        this.last = last;
        this.explained = explained;
    }

    /** Opens a feed, and waits for the server to confirm it. */
    static RethinkFeed open(Link link, String term) throws IOException {
        var parts = new Parts(link, link.newToken(), new FeedRows(), null, new Pace(GATHERING));
        parts.begin(term, link.limit());
        try {
            parts.awaitBegin();
            return new RethinkFeed(parts, null, UnaryOperator.identity());
        } catch (IOException e) {
            parts.close();
            throw e;
        } catch (InterruptedException e) {
            parts.close();
            Thread.currentThread().interrupt();
            throw Link.interrupted(e);
        }
    }

    /** Reads stored documents in the same way, without waiting for the first; {@code last} comes after them. */
    static RethinkFeed read(Link link, String term, Rows rows, FeedItem last, UnaryOperator<IOException> explained) {
        var parts = new Parts(link, link.newToken(), rows, link.limit(), new Pace(Duration.ZERO));
        parts.begin(term, link.limit());
        return new RethinkFeed(parts, last, explained);
    }

    @Override
    public @Nullable FeedItem poll(Duration timeout) throws InterruptedException {
        return poll(timeout.toNanos(), null);
    }

    @Override
    public @Nullable FeedItem poll(Duration timeout, Taker asleep) throws InterruptedException {
        return poll(timeout.toNanos(), asleep);
    }

    private @Nullable FeedItem poll(long nanos, @Nullable Taker asleep) throws InterruptedException {
        FeedItem item = next();
        if (item != null || over) {
            return item;
        }
        try {
            List<Object> rows = parts.next(nanos, asleep);
            part = rows == null ? part : rows.iterator();
            return rows == null ? null : next();
        } catch (Parts.Complete e) {
            return last == null ? ended(e) : theLast(last);
        } catch (IOException e) {
            return ended(e);
        }
    }

    @Override
    public @Nullable FeedItem next() {
        return !closed && part.hasNext() ? (FeedItem) part.next() : null;
    }

    private FeedItem theLast(FeedItem item) {
        last = null;
        return item;
    }

    // Nothing comes after it.
    private FeedItem ended(IOException cause) {
        over = true;
        part = Collections.emptyIterator();
        return new FeedItem.Ended(explained.apply(cause));
    }

    @Override
    public void close() {
        closed = true;
        parts.close();
    }
}
