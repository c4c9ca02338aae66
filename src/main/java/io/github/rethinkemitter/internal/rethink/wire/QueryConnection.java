package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.gen.proto.ErrorType;
import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Connection;
import com.rethinkdb.net.ConnectionSocket;
import com.rethinkdb.net.Response;
import io.github.rethinkemitter.internal.concurrent.StageFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The driver's connection, opened for raw queries. Answers are completed by the pump's thread. */
public final class QueryConnection extends Connection {

    private final String where;
    private final Duration limit;

    QueryConnection(Builder builder, String where, Duration limit) {
        super(builder);
        this.where = where;
        this.limit = limit;
    }

    /** In the caller's thread; the driver would take one of the common pool. */
    @Override
    protected CompletableFuture<ConnectionSocket> createSocketAsync() {
        return CompletableFuture.completedFuture(socketFactory.newSocket(hostname, port, sslContext, timeout));
    }

    public Duration limit() {
        return limit;
    }

    long newToken() {
        return nextToken.incrementAndGet();
    }

    public CompletableFuture<IOException> ended() {
        return pump().ended();
    }

    /** Why a link that is not open has ended. */
    public IOException endedBecause() {
        return pump().cause(new IOException("RTH0210 the connection to " + where + " is closing"));
    }

    /** Sends a query and never throws. */
    CompletableFuture<Response> send(RawQuery query, RowReader rows, @Nullable Duration atMost) {
        CompletableFuture<Response> answer = pump().waiting().add(query.token, rows, atMost);
        try {
            return sendQuery(query);
        } catch (RuntimeException e) {
            pump().waiting().fail(query.token, endedBecause());
            return answer;
        }
    }

    /** All rows of an answer, however many parts it comes in. */
    public CompletableFuture<List<Object>> ask(String term, RowReader rows) {
        return ask(term, rows, limit);
    }

    public CompletableFuture<List<Object>> ask(String term, RowReader rows, Duration atMost) {
        long token = newToken();
        return send(RawQuery.start(token, term), rows, atMost)
                .thenCompose(first -> collect(first, rows, new ArrayList<>(), atMost))
                .whenComplete((all, problem) -> {
                    if (problem != null && !(StageFailure.cause(problem) instanceof QueryFailedException)) {
                        stop(token);
                    }
                });
    }

    // What is not waited for any longer would stay with the server as long as the connection lives.
    private void stop(long token) {
        try {
            if (isOpen()) {
                runQueryNoreply(RawQuery.stop(token));
            }
        } catch (RuntimeException e) {
            // The link has ended, and the sequence with it.
        }
    }

    private CompletableFuture<List<Object>> collect(Response part, RowReader rows, List<Object> all, Duration atMost) {
        if (part.type.isError()) {
            return CompletableFuture.failedFuture(failure(part));
        }
        all.addAll(part.data);
        if (part.type != ResponseType.SUCCESS_PARTIAL) {
            return CompletableFuture.completedFuture(all);
        }
        return send(RawQuery.next(part.token), rows, atMost).thenCompose(next -> collect(next, rows, all, atMost));
    }

    static QueryFailedException failure(Response response) {
        String text = response.data.isEmpty() ? "nothing" : String.valueOf(response.data.get(0));
        // What the server does not take for a query, or cannot compile, has no type, and was not begun.
        boolean notBegun = response.type == ResponseType.CLIENT_ERROR || response.type == ResponseType.COMPILE_ERROR;
        return new QueryFailedException(
                response.errorType == null && notBegun ? ErrorType.QUERY_LOGIC : response.errorType, text);
    }

    /** Asks and waits. Not for the pump's thread, which would wait for itself. */
    public List<Object> call(String term, RowReader rows) throws IOException {
        return await(ask(term, rows));
    }

    public List<Object> call(String term, RowReader rows, Duration atMost) throws IOException {
        return await(ask(term, rows, atMost));
    }

    // No limit here: the pump answers each query by its deadline, and all of them when the link ends.
    static <T> T await(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw Failures.io(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    /** Lets time pass, as long as the link lives. */
    public void pause(Duration time) throws IOException {
        try {
            throw ended().get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // As it should be.
        } catch (ExecutionException e) {
            throw Failures.io(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    public static InterruptedIOException interrupted(InterruptedException cause) {
        var interrupted = new InterruptedIOException("RTH0216 interrupted while waiting for the database");
        interrupted.initCause(cause);
        return interrupted;
    }

    // Not the driver's, which waits for an answer and starts its tokens again under the eyes of those who wait.
    @Override
    public void close(boolean ignored) {
        pump().shutdownPump();
        pump().join();
    }

    @Override
    public void close() {
        close(false);
    }

    // Never null on a link that Linker has handed out.
    private SocketReader pump() {
        return (SocketReader) Objects.requireNonNull(pump);
    }
}
