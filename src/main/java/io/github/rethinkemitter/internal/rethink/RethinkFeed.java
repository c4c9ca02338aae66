package io.github.rethinkemitter.internal.rethink;

import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A changefeed, read one part ahead: the next part is asked for when the reader begins with the last one that came. So a
 * slow reader holds two parts in memory, and the rest waits at the server.
 */
final class RethinkFeed implements Feed {

    private final Link link;
    private final long token;
    private final Rows rows;
    private final @Nullable FeedItem last; // what stands for the end; null when none is expected

    private Iterator<Object> part = Collections.emptyIterator();
    private CompletableFuture<Response> upcoming;
    private volatile boolean closed;

    private RethinkFeed(Link link, Rows rows, @Nullable FeedItem last, Response first) {
        this.link = link;
        this.token = first.token;
        this.rows = rows;
        this.last = last;
        this.upcoming = CompletableFuture.completedFuture(first);
    }

    /** Opens a feed, and waits for the server to confirm it. */
    static RethinkFeed open(Link link, String term) throws IOException {
        return open(link, term, new FeedRows(), null);
    }

    /** Reads stored documents in the same way; {@code last} comes after them. */
    static RethinkFeed read(Link link, String term, Rows rows, FeedItem last) throws IOException {
        return open(link, term, rows, last);
    }

    private static RethinkFeed open(Link link, String term, Rows rows, @Nullable FeedItem last) throws IOException {
        RawQuery start = RawQuery.start(link.newToken(), term);
        try {
            Response first = Link.await(link.send(start, rows, link.limit()));
            if (first.type.isError()) {
                throw Link.failure(first);
            }
            return new RethinkFeed(link, rows, last, first);
        } catch (QueryFailed e) {
            throw e;
        } catch (IOException e) {
            link.stop(start.token, e);
            throw e;
        }
    }

    @Override
    public @Nullable FeedItem poll(Duration timeout) throws InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        while (true) {
            if (!closed && part.hasNext()) {
                return (FeedItem) part.next();
            }
            try {
                take(upcoming.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return null;
            } catch (ExecutionException e) {
                return end(Failures.io(e));
            }
        }
    }

    @Override
    public @Nullable FeedItem next() {
        return !closed && part.hasNext() ? (FeedItem) part.next() : null;
    }

    private void take(Response response) {
        if (response.type.isError()) {
            upcoming = CompletableFuture.failedFuture(Link.failure(response));
            return;
        }
        boolean isLast = last != null && response.type != ResponseType.SUCCESS_PARTIAL;
        part = isLast ? withLast(response.data) : response.data.iterator();
        upcoming = response.type == ResponseType.SUCCESS_PARTIAL
                ? link.send(RawQuery.next(token), rows, null)
                : CompletableFuture.failedFuture(
                        new IOException("RTH0230 the database at " + link.where() + " ended the feed"));
        // A close that came in between has found nobody waiting.
        if (closed) {
            stop();
        }
    }

    private Iterator<Object> withLast(List<Object> rest) {
        return Stream.concat(rest.stream(), Stream.ofNullable(last)).iterator();
    }

    // Nothing comes after the end: what is waited for then never happens.
    private FeedItem end(IOException cause) {
        part = Collections.emptyIterator();
        upcoming = new CompletableFuture<>();
        return new FeedItem.Ended(cause);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stop();
        }
    }

    private void stop() {
        link.stop(token, new IOException("RTH0231 the feed was closed by this side"));
    }
}
