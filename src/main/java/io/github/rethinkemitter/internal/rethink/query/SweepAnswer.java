package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.rethink.wire.Failures;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a query of {@link SweepQueries}.
 *
 * @param changed documents that were written or deleted
 * @param bound the query was about events before it; EPOCH where it was not about events
 * @param held whether the bound is earlier because of a position
 * @param subscriber whose position that is; empty where none did
 */
record SweepAnswer(long changed, Instant bound, boolean held, String subscriber) {

    /** A position that has expired, and when it was written last. */
    record Expired(String subscriber, Instant written) {}

    static SweepAnswer of(List<Object> rows, TableName table) throws IOException {
        Map<?, ?> reply = reply(rows, table);
        return new SweepAnswer(
                (long) (number(reply, "inserted") + number(reply, "replaced") + number(reply, "deleted")),
                time(reply.get("bound")),
                Boolean.TRUE.equals(reply.get("held")),
                Objects.toString(reply.get("subscriber"), ""));
    }

    /** The positions that {@link SweepQueries#expire} has deleted. */
    static List<Expired> expired(List<Object> rows, TableName table) throws IOException {
        List<Expired> all = new ArrayList<>();
        if (reply(rows, table).get("changes") instanceof List<?> changes) {
            for (Object change : changes) {
                if (change instanceof Map<?, ?> position) {
                    all.add(new Expired(Objects.toString(position.get("id")), time(position.get("at"))));
                }
            }
        }
        return all;
    }

    private static Map<?, ?> reply(List<Object> rows, TableName table) throws IOException {
        if (rows.isEmpty() || !(rows.get(0) instanceof Map<?, ?> reply)) {
            throw new IOException("RTH0217 the database's answer is empty");
        }
        if (number(reply, "errors") > 0) {
            throw new IOException("RTH0227 sweeping table \"" + table + "\" failed: "
                    + Failures.firstLine(String.valueOf(reply.get("first_error"))));
        }
        return reply;
    }

    private static Instant time(@Nullable Object seconds) {
        return seconds instanceof Double number ? Instant.ofEpochMilli(Math.round(number * 1000)) : Instant.EPOCH;
    }

    private static double number(Map<?, ?> reply, String field) {
        return reply.get(field) instanceof Double number ? number : 0;
    }
}
