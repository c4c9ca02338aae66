package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import io.github.rethinkemitter.internal.concurrent.StageFailure;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.internal.json.JsonBytes;
import io.github.rethinkemitter.internal.rethink.wire.PendingQueries.Pending;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which many threads send queries at a time. The reader thread completes the answers; a callback on an answer must
 * neither block that thread nor wait for another answer.
 */
public final class QueryConnection implements AutoCloseable {

    private static final Duration JOIN = Duration.ofSeconds(5);

    private final RethinkSocket socket;
    private final String where;
    private final Duration limit;
    private final SocketWriter writer;
    private final FrameReader frames = new FrameReader();
    private final PendingQueries pending = new PendingQueries();
    private final AtomicLong lastToken = new AtomicLong();
    private volatile List<Thread> threads = List.of();

    // Set once, with the first reason that is found. Queries that are pending then, or sent later, fail with it.
    private final AtomicReference<@Nullable IOException> end = new AtomicReference<>();
    private final CompletableFuture<IOException> ended = new CompletableFuture<>();

    /**
     * Uses a socket whose login is done.
     *
     * @param where names the host in messages
     * @param limit how long an answer may take, unless the query says otherwise
     */
    QueryConnection(RethinkSocket socket, String where, Duration limit) throws SocketException {
        this.socket = socket;
        this.where = where;
        this.limit = limit;
        this.writer = new SocketWriter(socket, socket.sendBufferSize(), this::lost);
    }

    /** Starts the two threads that serve the connection. When one is refused, closing the socket ends the other. */
    void start(ThreadStarter starter, Heartbeat heartbeat) throws IOException {
        socket.setReadTimeout(HeartbeatMonitor.TICK_MILLIS);
        Thread reader = start(starter, "reader", new SocketReader(socket, heartbeat, new Answers()));
        threads = List.of(reader, start(starter, "writer", writer));
    }

    private static Thread start(ThreadStarter starter, String name, Runnable task) throws IOException {
        try {
            return starter.start(name, task);
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** How long an answer may take, unless the query says otherwise. */
    public Duration limit() {
        return limit;
    }

    /** Completed with the reason when the connection has ended. */
    public CompletableFuture<IOException> ended() {
        return ended;
    }

    /** Why the connection has ended; null while it is open. */
    @Nullable
    public IOException endedBecause() {
        return end.get();
    }

    /** Sends a query, and completes with all rows of its answer, however many parts it comes in. */
    public CompletableFuture<List<Object>> ask(String term, RowReader rows) {
        return ask(term, rows, limit);
    }

    private CompletableFuture<List<Object>> ask(String term, RowReader rows, Duration atMost) {
        return ask(token -> QueryFrames.start(token, term), rows, atMost);
    }

    /** The same, for a term that may be large. */
    public CompletableFuture<List<Object>> ask(JsonBytes term, RowReader rows) {
        return ask(token -> QueryFrames.start(token, term), rows, limit);
    }

    private CompletableFuture<List<Object>> ask(LongFunction<byte[]> start, RowReader rows, Duration atMost) {
        long token = lastToken.incrementAndGet();
        return send(token, start.apply(token), rows, atMost)
                .thenCompose(first -> collect(first, rows, new ArrayList<>(), atMost))
                .whenComplete((all, problem) -> {
                    if (problem != null && !(StageFailure.cause(problem) instanceof QueryFailedException)) {
                        stop(token);
                    }
                });
    }

    private CompletableFuture<List<Object>> collect(Response part, RowReader rows, List<Object> all, Duration atMost) {
        if (part.type.isError()) {
            return CompletableFuture.failedFuture(QueryFailedException.of(part));
        }
        all.addAll(part.data);
        return part.type == ResponseType.SUCCESS_PARTIAL
                ? send(part.token, QueryFrames.next(part.token), rows, atMost)
                        .thenCompose(next -> collect(next, rows, all, atMost))
                : CompletableFuture.completedFuture(all);
    }

    // An answer that nobody waits for any longer would stay with the server as long as the connection lives.
    private void stop(long token) {
        if (end.get() == null) {
            writer.send(token, QueryFrames.stop(token));
        }
    }

    private CompletableFuture<Response> send(long token, byte[] query, RowReader rows, Duration atMost) {
        CompletableFuture<Response> answer = pending.add(token, rows, atMost);
        IOException cause = end.get();
        if (cause == null) {
            writer.send(token, query);
        } else {
            pending.fail(token, cause);
        }
        return answer;
    }

    /** Sends a query and waits for all rows of its answer. Not for the reader thread, which would wait for itself. */
    public List<Object> call(String term, RowReader rows) throws IOException {
        return await(ask(term, rows));
    }

    /** The same for a query that takes longer. */
    public List<Object> call(String term, RowReader rows, Duration atMost) throws IOException {
        return await(ask(term, rows, atMost));
    }

    // Without a limit: the reader thread fails each query by its deadline, and all of them when the connection ends.
    private static <T> T await(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw Failures.io(e);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
    }

    /** Lets time pass, as long as the connection lives. */
    public void pause(Duration time) throws IOException {
        try {
            throw ended.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The connection lives.
        } catch (ExecutionException e) {
            throw Failures.io(e);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
    }

    private final class Answers implements SocketReader.Handler {

        @Override
        public void received(long token, byte[] json) {
            writer.answered(token);
            Pending query = pending.take(token);
            if (query != null) {
                complete(query, token, json);
            }
        }

        private void complete(Pending query, long token, byte[] json) {
            try {
                query.answer().complete(frames.read(token, json, json.length, query.rows()));
            } catch (IOException | RuntimeException e) {
                query.answer().completeExceptionally(Failures.unreadable(where, e));
            } catch (Error e) {
                query.answer().completeExceptionally(Failures.unreadable(where, e));
                throw e;
            }
        }

        @Override
        public void ticked() {
            pending.failLate(where);
        }

        @Override
        public void ping() {
            writer.send(QueryFrames.PING_TOKEN, QueryFrames.ping());
        }

        @Override
        public void lost(IOException cause) {
            QueryConnection.this.lost(cause);
        }
    }

    private void lost(IOException cause) {
        end(Failures.lost(where, cause));
    }

    // The only way to the end. Closing the socket frees the threads that read and write it.
    private void end(IOException cause) {
        if (end.compareAndSet(null, cause)) {
            socket.close();
            writer.end();
            pending.failAll(cause);
            ended.complete(cause);
        }
    }

    /** Fails what is pending, and waits for the connection's threads to end. */
    @Override
    public void close() {
        end(Failures.closedByThisSide(where));
        try {
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join(JOIN.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
