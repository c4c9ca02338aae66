package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.net.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The queries whose answer has not come yet, by their tokens. Safe for use by many threads. */
final class PendingQueries {

    private final Map<Long, Pending> queries = new ConcurrentHashMap<>();

    record Pending(CompletableFuture<Response> answer, RowReader rows, Deadline deadline) {}

    CompletableFuture<Response> add(long token, RowReader rows, Duration limit) {
        var query = new Pending(new CompletableFuture<>(), rows, Deadline.in(limit));
        queries.put(token, query);
        return query.answer();
    }

    /**
     * Takes a query out, to complete its answer. The query is pending no longer when its answer is completed: whoever waits for
     * the answer may send the next query with the same token at once.
     */
    @Nullable
    Pending take(long token) {
        return queries.remove(token);
    }

    void fail(long token, IOException cause) {
        Pending query = take(token);
        if (query != null) {
            query.answer().completeExceptionally(cause);
        }
    }

    /** Fails the queries whose deadline is over. */
    void failLate(String where) {
        queries.forEach((token, query) -> {
            if (query.deadline().isOver()) {
                fail(token, Failures.late(where));
            }
        });
    }

    void failAll(IOException cause) {
        queries.keySet().forEach(token -> fail(token, cause));
    }
}
