package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.net.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who waits for which answer, and how long. */
final class PendingQueries {

    private final Map<Long, Waiter> waiters = new ConcurrentHashMap<>();

    // Without a limit an answer may take as long as the link lives.
    record Waiter(
            CompletableFuture<Response> answer,
            RowReader rows,
            @Nullable Deadline limit) {}

    CompletableFuture<Response> add(long token, RowReader rows, @Nullable Duration limit) {
        var waiter = new Waiter(new CompletableFuture<>(), rows, limit == null ? null : Deadline.in(limit));
        waiters.put(token, waiter);
        return waiter.answer();
    }

    @Nullable
    Waiter get(long token) {
        return waiters.get(token);
    }

    /** Who takes a waiter tells it, whatever happens: it waits no more, since it may ask on with the same token at once. */
    @Nullable
    Waiter take(long token) {
        return waiters.remove(token);
    }

    void fail(long token, IOException cause) {
        Waiter waiter = take(token);
        if (waiter != null) {
            waiter.answer().completeExceptionally(cause);
        }
    }

    void failLate(String where) {
        waiters.forEach((token, waiter) -> {
            if (waiter.limit() != null && waiter.limit().isOver()) {
                fail(token, late(where));
            }
        });
    }

    static IOException late(String where) {
        return new IOException("RTH0213 " + where
                + " did not answer in time. Look at the server's load, or raise rethink.emitter.query-timeout");
    }

    void failAll(IOException cause) {
        waiters.keySet().forEach(token -> fail(token, cause));
    }
}
