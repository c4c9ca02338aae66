package io.github.rethinkemitter.internal.rethink;

import com.rethinkdb.net.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who waits for which answer, and how long. */
final class Waiting {

    private final Map<Long, Waiter> waiters = new ConcurrentHashMap<>();

    /**
     * Somebody who waits.
     *
     * @param limit without one an answer may take as long as the link lives
     * @param reads whether he reads from the socket while he waits
     */
    record Waiter(
            CompletableFuture<Response> answer,
            Rows rows,
            @Nullable Deadline limit,
            boolean reads) {}

    CompletableFuture<Response> add(long token, Rows rows, @Nullable Duration limit) {
        return add(
                token, new Waiter(new CompletableFuture<>(), rows, limit == null ? null : Deadline.in(limit), false));
    }

    /** Adds one who reads while he waits, for as long as the link lives. */
    CompletableFuture<Response> addReading(long token, Rows rows) {
        return add(token, new Waiter(new CompletableFuture<>(), rows, null, true));
    }

    private CompletableFuture<Response> add(long token, Waiter waiter) {
        waiters.put(token, waiter);
        return waiter.answer();
    }

    @Nullable
    Waiter get(long token) {
        return waiters.get(token);
    }

    /** A waiter is gone before it is told, since it may ask on with the same token at once. */
    boolean remove(long token, Waiter waiter) {
        return waiters.remove(token, waiter);
    }

    void fail(long token, IOException cause) {
        Waiter waiter = waiters.remove(token);
        if (waiter != null) {
            waiter.answer().completeExceptionally(cause);
        }
    }

    void failLate(String where) {
        waiters.forEach((token, waiter) -> {
            if (waiter.limit() != null && waiter.limit().isOver()) {
                fail(
                        token,
                        new IOException(
                                "RTH0213 " + where
                                        + " did not answer in time. Look at the server's load, or raise rethink.emitter.query-timeout"));
            }
        });
    }

    void failAll(IOException cause) {
        waiters.keySet().forEach(token -> fail(token, cause));
    }
}
