package io.github.rethinkemitter.internal.rethink;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the database says to a query of {@link SweepReql}.
 *
 * @param changed documents that were written or deleted
 * @param bound events before it were meant; EPOCH where the query was not about events
 * @param held whether a position kept the bound from being later
 */
record SweepAnswer(long changed, Instant bound, boolean held) {

    static SweepAnswer of(List<Object> rows, TableName table) throws IOException {
        if (rows.isEmpty() || !(rows.get(0) instanceof Map<?, ?> reply)) {
            throw new IOException("RTH0217 the database's answer is empty");
        }
        if (number(reply, "errors") > 0) {
            throw new IOException("RTH0227 sweeping table \"" + table + "\" failed: "
                    + Failures.firstLine(String.valueOf(reply.get("first_error"))));
        }
        return new SweepAnswer(
                (long) (number(reply, "inserted") + number(reply, "replaced") + number(reply, "deleted")),
                Instant.ofEpochMilli(Math.round(number(reply, "bound") * 1000)),
                Boolean.TRUE.equals(reply.get("held")));
    }

    private static double number(Map<?, ?> reply, String field) {
        return reply.get(field) instanceof Double number ? number : 0;
    }
}
