package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.reql.Client;
import io.github.rethinkemitter.embedded.reql.Cursor;
import io.github.rethinkemitter.embedded.reql.Engine;
import io.github.rethinkemitter.embedded.reql.Query;
import io.github.rethinkemitter.embedded.reql.QueryReader;
import io.github.rethinkemitter.embedded.reql.QueryRefusedException;
import io.github.rethinkemitter.embedded.reql.Reply;
import io.github.rethinkemitter.embedded.reql.Result;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import io.github.rethinkemitter.embedded.wire.FrameTooLargeException;
import io.github.rethinkemitter.embedded.wire.Frames;
import io.github.rethinkemitter.embedded.wire.QueryFrame;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The queries of one client. Writes run one after another in the order in which they came; all other queries run side by
 * side. A changefeed that has nothing to send needs no thread.
 */
final class ClientConnection {
    private static final int MAX_RUNNING_QUERIES = 1024;

    private final Engine engine;
    private final String user;
    private final ReplySender replies;
    private final ConnectionFaults faults;
    private final Executor pool;
    private final ScheduledExecutorService timer;
    private final Executor writes;
    private final Runnable hangUp;
    private final Semaphore capacity = new Semaphore(MAX_RUNNING_QUERIES);
    private final Map<Long, OpenQuery> open = new ConcurrentHashMap<>();
    private final Map<OpenQuery, CompletableFuture<Void>> noreplyQueries = new ConcurrentHashMap<>();

    ClientConnection(Engine engine, String user, Wiring wiring) {
        this.engine = engine;
        this.user = user;
        this.replies = wiring.replies();
        this.faults = wiring.faults();
        this.pool = wiring.threads().pool();
        this.timer = wiring.threads().timer();
        this.writes = new SerialExecutor(pool);
        this.hangUp = wiring.hangUp();
    }

    /**
     * What a connection needs of its server and its socket.
     *
     * @param replies sends replies to the client
     * @param faults the faults that tests have set
     * @param threads the threads that run queries
     * @param hangUp closes the socket
     */
    record Wiring(ReplySender replies, ConnectionFaults faults, EmbeddedThreads threads, Runnable hangUp) {}

    /** Reads queries until the client disconnects. */
    void serve(DataInputStream in) throws IOException, InterruptedException {
        try {
            for (QueryFrame frame = Frames.read(in); frame != null; frame = Frames.read(in)) {
                faults.awaitThaw();
                if (!replies.isMute()) {
                    accept(frame);
                }
            }
        } catch (FrameTooLargeException tooLarge) {
            replies.send(tooLarge.token(), Reply.misuse(String.valueOf(tooLarge.getMessage())));
        }
    }

    void close() {
        open.values().forEach(OpenQuery::stop);
        open.clear();
    }

    void mute() {
        replies.mute();
    }

    long feeds() {
        return open.values().stream()
                .filter(query -> query.cursor() instanceof Cursor.Live)
                .count();
    }

    void overflowFeeds() {
        for (OpenQuery query : open.values()) {
            if (query.cursor() instanceof Cursor.Live live) {
                live.feed().overflow();
            }
        }
    }

    private void accept(QueryFrame frame) throws InterruptedException {
        long token = frame.token();
        Query query;
        try {
            query = QueryReader.read(frame.body());
        } catch (QueryRefusedException unreadable) {
            replies.send(token, Reply.error(unreadable));
            return;
        }
        switch (query.kind()) {
            case START -> start(token, query);
            case CONTINUE -> fetchNext(token);
            case STOP -> stop(token);
            case NOREPLY_WAIT -> afterNoreplyQueries(() -> replies.send(token, Reply.waited()));
            case SERVER_INFO -> replies.send(token, engine.serverInfo());
        }
    }

    private void afterNoreplyQueries(Runnable then) {
        var all = CompletableFuture.allOf(noreplyQueries.values().toArray(CompletableFuture[]::new))
                .thenRun(then);
        if (all.isCompletedExceptionally()) {
            hangUp.run();
        }
    }

    private void start(long token, Query query) throws InterruptedException {
        OpenQuery started = new OpenQuery(token);
        if (open.putIfAbsent(token, started) != null) {
            replies.send(token, Reply.misuse("ERROR: duplicate token " + token));
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (query.noreply()) {
            noreplyQueries.put(started, done);
        }
        capacity.acquire();
        Runnable task = () -> {
            try {
                run(started, query);
            } finally {
                capacity.release();
                noreplyQueries.remove(started);
                done.complete(null);
            }
        };
        execute(query.writes() ? writes : pool, task);
    }

    private void execute(Executor where, Runnable task) {
        try {
            where.execute(task);
        } catch (RejectedExecutionException closing) {
            hangUp.run();
        }
    }

    private void run(OpenQuery started, Query query) {
        Reply reply;
        try {
            long start = System.nanoTime();
            reply = firstReply(started, query);
            if (query.profiled()) {
                reply = reply.profiled(System.nanoTime() - start);
            }
        } catch (QueryRefusedException refusal) {
            reply = Reply.error(refusal);
        } catch (ReqlException error) {
            reply = Reply.error(error);
        } catch (StackOverflowError | OutOfMemoryError tooLarge) {
            reply = Reply.error(tooLarge(tooLarge));
        } catch (RuntimeException bug) {
            Log.failed(bug);
            reply = Reply.error(ReqlException.failed("Unexpected exception: " + bug));
        }
        if (started.isStopped()) {
            reply = Reply.stopped(); // whatever the result was
        }
        if (query.inserts() && faults.takeLostInsertReply()) {
            hangUp.run();
            return;
        }
        answer(started, reply, query.noreply());
    }

    private static ReqlException tooLarge(VirtualMachineError error) {
        return new ReqlException(
                ErrorType.RESOURCE_LIMIT,
                error instanceof StackOverflowError
                        ? "Query too deeply nested."
                        : "Query needs more memory than there is.");
    }

    private Reply firstReply(OpenQuery started, Query query) throws QueryRefusedException {
        Result result = engine.start(query, new Client(user, started::isStopped));
        if (result instanceof Result.Done done) {
            return done.reply();
        }
        Cursor cursor = ((Result.Open) result).cursor();
        if (!started.opened(cursor) || query.noreply()) {
            cursor.close();
            return Reply.stopped();
        }
        if (!open.containsKey(started.token())) {
            // The connection was closed while the query ran.
            cursor.close();
        }
        return cursor.next();
    }

    private void answer(OpenQuery query, Reply reply, boolean noreply) {
        if (!reply.hasMore()) {
            end(query);
        }
        if (!noreply) {
            replies.send(query.token(), reply);
        }
    }

    private void end(OpenQuery query) {
        if (open.remove(query.token(), query)) {
            query.stop();
        }
    }

    private void fetchNext(long token) {
        OpenQuery query = open.get(token);
        @Nullable Cursor cursor = query == null ? null : query.cursor();
        if (query == null || cursor == null) {
            replies.send(token, Reply.misuse("Token " + token + " not in stream cache."));
            return;
        }
        query.wantBatch();
        if (cursor instanceof Cursor.Live live) {
            await(query, live);
        } else {
            execute(pool, () -> answerWanted(query, cursor));
        }
    }

    private void await(OpenQuery query, Cursor.Live live) {
        Runnable listen = () -> live.feed().listen(() -> execute(pool, () -> deliver(query, live)));
        long pause = live.pause().toNanos();
        if (pause == 0) {
            listen.run();
            return;
        }
        try {
            live.feed().listenForFilling(listen);
            var due = timer.schedule(listen, pause, TimeUnit.NANOSECONDS);
            if (due.isCancelled()) {
                hangUp.run();
            }
        } catch (RejectedExecutionException closing) {
            hangUp.run();
        }
    }

    private void deliver(OpenQuery query, Cursor.Live live) {
        synchronized (live) {
            if (!query.takeWanted()) {
                return;
            }
            Reply reply = batch(live);
            if (reply.hasMore() && reply.data().isEmpty()) {
                // No fetched change passed the filters after `changes`, so the client still waits for a batch.
                query.wantBatch();
                await(query, live);
                return;
            }
            live.feed().listen(null);
            answer(query, reply, false);
        }
    }

    private void answerWanted(OpenQuery query, Cursor cursor) {
        if (query.takeWanted()) {
            answer(query, batch(cursor), false);
        }
    }

    private static Reply batch(Cursor cursor) {
        try {
            return cursor.next();
        } catch (ReqlException error) {
            return Reply.error(error);
        } catch (StackOverflowError | OutOfMemoryError tooLarge) {
            return Reply.error(tooLarge(tooLarge));
        } catch (RuntimeException bug) {
            Log.failed(bug);
            return Reply.error(ReqlException.failed("Unexpected exception: " + bug));
        }
    }

    private void stop(long token) {
        OpenQuery query = open.remove(token);
        if (query == null) {
            replies.send(token, Reply.misuse("Token " + token + " not in stream cache."));
            return;
        }
        if (query.stop()) {
            replies.send(token, Reply.stopped());
        }
        replies.send(token, Reply.stopped());
    }
}
