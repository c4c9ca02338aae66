package io.github.rethinkemitter.internal.rethink;

import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a sequence, asked for ahead of their reader: the next one as soon as one arrives, before anybody has looked
 * into that, if the pace allows it. A slow reader holds {@link #AHEAD} parts and the one that it reads; the rest waits at
 * the server. One thread reads; parts arrive on the pump's.
 */
final class Parts {

    static final int AHEAD = 2;

    private final Link link;
    private final long token;
    private final Rows rows;
    private final @Nullable Duration limit;
    private final Pace pace; // guarded by this, as what follows
    // Those that the reader has not taken, the one that it waits for first.
    private final Deque<CompletableFuture<Response>> asked = new ArrayDeque<>();
    // Whether the last of them has not arrived: the server takes one question at a time.
    private boolean underway;
    private @Nullable IOException end; // why there is nothing more to ask for; null while there is

    /** @param limit how long each part but the first may take; null for ever */
    Parts(Link link, Rows rows, @Nullable Duration limit, Pace pace) {
        this.link = link;
        this.token = link.newToken();
        this.rows = rows;
        this.limit = limit;
        this.pace = pace;
    }

    /** Asks for the first part. */
    synchronized CompletableFuture<Response> begin(String term) {
        return ask(RawQuery.start(token, term), link.limit());
    }

    /** A part has arrived, of which it is known that others follow; called before it is read. */
    private synchronized void arrived() {
        underway = false;
        askAhead();
    }

    /** The part that the reader has waited for is his now. */
    synchronized void taken(Response part) {
        asked.remove();
        pace.answered(part.data.size());
        if (part.type != ResponseType.SUCCESS_PARTIAL) {
            end = new IOException("RTH0230 the database at " + link.where() + " ended the feed");
        }
        // Nothing was asked after it, if it could not be seen from without that others follow.
        underway &= !asked.isEmpty();
    }

    /** The part that the reader waits for next; null while it is too soon to ask for it. */
    synchronized @Nullable CompletableFuture<Response> next() {
        askAhead();
        return asked.isEmpty() && end != null ? CompletableFuture.failedFuture(end) : asked.peek();
    }

    synchronized long nanosUntilNext() {
        return pace.nanosUntilNext(System.nanoTime());
    }

    private void askAhead() {
        if (!underway && end == null && asked.size() < AHEAD && pace.nanosUntilNext(System.nanoTime()) == 0) {
            var unused = ask(RawQuery.next(token), limit);
        }
    }

    private CompletableFuture<Response> ask(RawQuery query, @Nullable Duration atMost) {
        underway = true;
        pace.asked(System.nanoTime());
        CompletableFuture<Response> part = link.send(query, rows, atMost, this::arrived);
        asked.add(part);
        return part;
    }

    /** Ends the sequence, also for who waits for a part. */
    synchronized void close() {
        if (end == null) {
            end = new IOException("RTH0231 the feed was closed by this side");
            link.stop(token, end);
        }
    }
}
