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
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A changefeed, or stored documents that are read in the same way. */
final class RethinkFeed implements Feed {

    // How long events gather for each part of a busy changefeed: far longer than to ask takes, and too short to notice.
    private static final Duration GATHERING = Duration.ofMillis(2);

    private final Parts parts;
    private final End end;

    private Iterator<Object> part = Collections.emptyIterator();
    private @Nullable CompletableFuture<Response> upcoming; // null when it may not have been asked for
    private volatile boolean closed;

    /**
     * How it ends.
     *
     * @param last what stands for the end of the rows; null when they have none
     * @param explained what a failure is to its reader
     */
    private record End(@Nullable FeedItem last, UnaryOperator<IOException> explained) {}

    private RethinkFeed(Parts parts, End end, CompletableFuture<Response> first) {
        this.parts = parts;
        this.end = end;
        this.upcoming = first;
    }

    /** Opens a feed, and waits for the server to confirm it. */
    static RethinkFeed open(Link link, String term) throws IOException {
        var parts = new Parts(link, new FeedRows(), null, new Pace(GATHERING));
        CompletableFuture<Response> first = parts.begin(term);
        try {
            Response confirmed = Link.await(first);
            if (confirmed.type.isError()) {
                throw Link.failure(confirmed);
            }
            return new RethinkFeed(parts, new End(null, UnaryOperator.identity()), first);
        } catch (QueryFailed e) {
            throw e;
        } catch (IOException e) {
            parts.close();
            throw e;
        }
    }

    /** Reads stored documents in the same way, without waiting for the first; {@code last} comes after them. */
    static RethinkFeed read(Link link, String term, Rows rows, FeedItem last, UnaryOperator<IOException> explained) {
        var parts = new Parts(link, rows, link.limit(), new Pace(Duration.ZERO));
        return new RethinkFeed(parts, new End(last, explained), parts.begin(term));
    }

    @Override
    public @Nullable FeedItem poll(Duration timeout) throws InterruptedException {
        Deadline deadline = null; // most items are there
        FeedItem item = next();
        while (item == null) {
            upcoming = upcoming == null ? parts.next() : upcoming;
            if (timeout.isZero() && (upcoming == null || !upcoming.isDone())) {
                return null;
            }
            deadline = deadline == null ? Deadline.in(timeout) : deadline;
            long left = Math.max(0, deadline.remainingNanos());
            try {
                if (upcoming != null) {
                    take(upcoming.get(left, TimeUnit.NANOSECONDS));
                } else if (left > 0) {
                    gather(Math.min(left, parts.nanosUntilNext()));
                } else {
                    return null;
                }
            } catch (TimeoutException e) {
                return null;
            } catch (ExecutionException e) {
                return ended(end.explained().apply(Failures.io(e)));
            }
            item = next();
        }
        return item;
    }

    // Nothing wakes it but the time, which is short.
    private static void gather(long nanos) throws InterruptedException {
        LockSupport.parkNanos(nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public @Nullable FeedItem next() {
        return !closed && part.hasNext() ? (FeedItem) part.next() : null;
    }

    private void take(Response response) {
        parts.taken(response);
        if (response.type.isError()) {
            upcoming = CompletableFuture.failedFuture(Link.failure(response));
            return;
        }
        upcoming = parts.next();
        boolean isLast = response.type != ResponseType.SUCCESS_PARTIAL;
        part = isLast && end.last() != null ? withLast(response.data, end.last()) : response.data.iterator();
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
        closed = true;
        parts.close();
    }
}
