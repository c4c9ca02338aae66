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
import java.util.function.UnaryOperator;
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
    private final End end;

    private Iterator<Object> part = Collections.emptyIterator();
    private CompletableFuture<Response> upcoming;
    private volatile boolean closed;
    private volatile boolean over; // the server has sent its last part

    /**
     * How it ends.
     *
     * @param last what stands for the end of the rows; null when they have none
     * @param limit how long a part may take; null for ever
     * @param explained what a failure is to its reader
     */
    private record End(@Nullable FeedItem last, @Nullable Duration limit, UnaryOperator<IOException> explained) {}

    private RethinkFeed(Link link, long token, Rows rows, End end, CompletableFuture<Response> first) {
        this.link = link;
        this.token = token;
        this.rows = rows;
        this.end = end;
        this.upcoming = first;
    }

    /** Opens a feed, and waits for the server to confirm it. */
    static RethinkFeed open(Link link, String term) throws IOException {
        Rows rows = new FeedRows();
        RawQuery start = RawQuery.start(link.newToken(), term);
        try {
            Response first = Link.await(link.send(start, rows, link.limit()));
            if (first.type.isError()) {
                throw Link.failure(first);
            }
            var end = new End(null, null, UnaryOperator.identity());
            return new RethinkFeed(link, start.token, rows, end, CompletableFuture.completedFuture(first));
        } catch (QueryFailed e) {
            throw e;
        } catch (IOException e) {
            link.stop(start.token, e);
            throw e;
        }
    }

    /** Reads stored documents in the same way, without waiting for the first; {@code last} comes after them. */
    static RethinkFeed read(Link link, String term, Rows rows, FeedItem last, UnaryOperator<IOException> explained) {
        RawQuery start = RawQuery.start(link.newToken(), term);
        var end = new End(last, link.limit(), explained);
        return new RethinkFeed(link, start.token, rows, end, link.send(start, rows, link.limit()));
    }

    @Override
    public @Nullable FeedItem poll(Duration timeout) throws InterruptedException {
        Deadline deadline = null; // most items are there
        FeedItem item = next();
        while (item == null) {
            if (timeout.isZero() && !upcoming.isDone()) {
                return null;
            }
            deadline = deadline == null ? Deadline.in(timeout) : deadline;
            try {
                take(upcoming.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return null;
            } catch (ExecutionException e) {
                return ended(end.explained().apply(Failures.io(e)));
            }
            item = next();
        }
        return item;
    }

    @Override
    public @Nullable FeedItem next() {
        return !closed && part.hasNext() ? (FeedItem) part.next() : null;
    }

    private void take(Response response) {
        if (response.type.isError()) {
            over = true;
            upcoming = CompletableFuture.failedFuture(Link.failure(response));
            return;
        }
        over = response.type != ResponseType.SUCCESS_PARTIAL;
        part = over && end.last() != null ? withLast(response.data, end.last()) : response.data.iterator();
        upcoming = over
                ? CompletableFuture.failedFuture(
                        new IOException("RTH0230 the database at " + link.where() + " ended the feed"))
                : link.send(RawQuery.next(token), rows, end.limit());
        // A close that came in between has found nobody waiting.
        if (closed) {
            stop();
        }
    }

    private static Iterator<Object> withLast(List<Object> rest, FeedItem last) {
        return Stream.concat(rest.stream(), Stream.of(last)).iterator();
    }

    // Nothing comes after the end: what is waited for then never happens.
    private FeedItem ended(IOException cause) {
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
        if (over) {
            return;
        }
        link.stop(token, new IOException("RTH0231 the feed was closed by this side"));
    }
}
