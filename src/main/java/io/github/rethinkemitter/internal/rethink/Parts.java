package io.github.rethinkemitter.internal.rethink;

import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import io.github.rethinkemitter.internal.flow.Feed.Taker;
import io.github.rethinkemitter.internal.flow.FeedItem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a sequence, asked for ahead of their reader: the next one as soon as one arrives, if the pace allows it. To
 * read a large part takes longer than to ask, and the rows of a small one less: the one goes after the question, the others
 * before it. A slow reader holds {@link #AHEAD} parts and the one that it reads; the rest waits at the server. One thread
 * reads; parts arrive on the pump's, which does the work of a reader who sleeps if he has asked for that: to wake him takes
 * longer.
 */
final class Parts {

    static final int AHEAD = 2;

    private final Server server;
    private final long token;
    private final Rows rows;
    private final @Nullable Duration limit;
    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private final Condition news = lock.newCondition();
    private final Pace pace;
    private final Deque<List<Object>> arrived = new ArrayDeque<>(); // that the reader has not taken
    private boolean begun; // whether anything arrived
    private boolean underway; // whether one was asked for and has not arrived: the server takes one question at a time
    private @Nullable IOException end; // what comes after those that arrived; null while more may
    private @Nullable Taker taker; // while the reader sleeps

    /** Who is asked. */
    interface Server {

        /**
         * Sends a query and never throws.
         *
         * @param partArrived called before a large answer is read after which there is more
         */
        CompletableFuture<Response> send(RawQuery query, Rows rows, @Nullable Duration atMost, Runnable partArrived);

        /** Ends a sequence without waiting for the server's word; who waits for more of it gets {@code cause}. */
        void stop(long token, IOException cause);

        /** Its name, for messages. */
        String where();
    }

    /** There is no more. */
    static final class Complete extends IOException {
        private static final long serialVersionUID = 1L;

        private Complete(String where) {
            super("RTH0230 the database at " + where + " ended the feed");
        }
    }

    /** @param limit how long each part but the first may take; null for ever */
    Parts(Server server, long token, Rows rows, @Nullable Duration limit, Pace pace) {
        this.server = server;
        this.token = token;
        this.rows = rows;
        this.limit = limit;
        this.pace = pace;
    }

    /** Asks for the first part. */
    void begin(String term, Duration atMost) {
        lock.lock();
        try {
            ask(RawQuery.start(token, term), atMost);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the first part, which stays the next. */
    void awaitBegin() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!begun && end == null) {
                news.await();
            }
            if (!begun && end != null) {
                throw end;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The rows of the next part that has some, waiting for it; null when the time is up before.
     *
     * @param asleep takes rows while this thread sleeps; null for nobody
     * @throws IOException the end, after all parts that arrived, each time
     */
    @Nullable
    List<Object> next(long nanos, @Nullable Taker asleep) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (true) {
                List<Object> next = arrived.poll();
                askAhead();
                if (next != null) {
                    return next;
                }
                if (end != null) {
                    throw end;
                }
                if (left <= 0) {
                    return null;
                }
                taker = asleep;
                long nap = underway ? left : Math.min(left, Math.max(1, pace.nanosUntilNext(System.nanoTime())));
                left -= nap - news.awaitNanos(nap);
            }
        } finally {
            taker = null;
            lock.unlock();
        }
    }

    private void askAhead() {
        if (!underway && end == null && arrived.size() < AHEAD && pace.nanosUntilNext(System.nanoTime()) == 0) {
            ask(RawQuery.next(token), limit);
        }
    }

    private void ask(RawQuery query, @Nullable Duration atMost) {
        underway = true;
        pace.asked(System.nanoTime());
        var question = new Question();
        var unused = server.send(query, rows, atMost, question::isFollowed).whenComplete(question::isAnswered);
    }

    /** One part on its way. */
    private final class Question {

        private boolean followed; // whether the next part could be asked for before this is read

        void isFollowed() {
            lock.lock();
            try {
                followed = true;
                underway = false;
                if (arrived.size() + 1 < AHEAD) {
                    askAhead();
                }
            } finally {
                lock.unlock();
            }
        }

        void isAnswered(@Nullable Response part, @Nullable Throwable problem) {
            lock.lock();
            try {
                underway &= followed;
                if (part != null && !part.type.isError()) {
                    take(part);
                    askAhead();
                } else {
                    endWith(part == null ? Failures.io(Objects.requireNonNull(problem)) : Link.failure(part));
                }
            } catch (RuntimeException | Error e) {
                endWith(new IOException(e)); // what was not taken comes with the next feed
            } finally {
                if (taker == null || !underway || !arrived.isEmpty() || end != null) {
                    news.signal();
                }
                lock.unlock();
            }
        }
    }

    private void take(Response part) {
        begun = true;
        pace.answered(part.data.size());
        List<Object> left = taker == null || !arrived.isEmpty() ? part.data : leftBy(taker, part.data);
        if (!left.isEmpty() && end == null) {
            arrived.add(left);
        }
        if (part.type != ResponseType.SUCCESS_PARTIAL) {
            endWith(new Complete(server.where()));
        }
    }

    private static List<Object> leftBy(Taker taker, List<Object> rows) {
        int taken = 0;
        while (taken < rows.size() && taker.takes((FeedItem) rows.get(taken))) {
            taken++;
        }
        if (taken > 0) {
            taker.flush();
        }
        return rows.subList(taken, rows.size());
    }

    private void endWith(IOException cause) {
        end = end == null ? cause : end;
    }

    /** Ends the sequence, also for who waits for a part. */
    void close() {
        lock.lock();
        try {
            arrived.clear();
            if (end == null) {
                end = new IOException("RTH0231 the feed was closed by this side");
                server.stop(token, end);
            }
            news.signal();
        } finally {
            lock.unlock();
        }
    }
}
