package io.github.rethinkemitter.internal.rethink.schema;

import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.Json;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Two servers that create a table at the same time can make two of one name, and then no query can tell which it means. The
 * one with documents stays, or else the one with the smallest id, so that all who part them agree.
 *
 * <p>A table can be looked into only by an unambiguous name: all but the one with the smallest id get a name of their own
 * first, made from their id, so that two who do the same at once do it in the same way.
 */
final class DuplicateTables {

    private static final String CONFIG = new TableName("rethinkdb", "table_config").term();

    // A table that has just been made takes a moment until it can be read.
    private static final int PATIENCE_SECONDS = 5;

    private final QueryConnection link;
    private final TableName table;

    DuplicateTables(QueryConnection link, TableName table) {
        this.link = link;
        this.table = table;
    }

    /** Parts them if there are any; false when this user may not look. */
    boolean part() throws IOException {
        List<String> ids;
        try {
            ids = ids();
        } catch (QueryFailedException e) {
            if (e.isDenied()) {
                // Only an administrator sees the tables' ids; whoever may, will part them.
                return false;
            }
            throw e;
        }
        String kept = ids.isEmpty() ? "" : ids.get(0);
        for (String other : ids.subList(Math.min(1, ids.size()), ids.size())) {
            try {
                kept = better(kept, other);
            } catch (QueryFailedException e) {
                // Another server parts them as well and is further on, or a table is not ready: the next round sees.
                if (!e.isPassing()) {
                    throw e;
                }
            }
        }
        return true;
    }

    private String better(String kept, String other) throws IOException {
        rename(other, nameOf(other));
        if (isDroppedEmpty(other)) {
            return kept;
        }
        if (!isEmpty(table.table())) {
            Log.twinKept(table, nameOf(other));
            return kept;
        }
        rename(kept, nameOf(kept));
        rename(other, table.table());
        // While it alone had the name somebody may have written to it.
        if (!isDroppedEmpty(kept)) {
            Log.twinKept(table, nameOf(kept));
        }
        return other;
    }

    private List<String> ids() throws IOException {
        String sameName = "[39,[" + CONFIG + ",{\"db\":" + Json.quote(table.db()) + ",\"name\":"
                + Json.quote(table.table()) + "}]]";
        return link.call(sameName, Json.TREE).stream()
                .map(row -> Objects.toString(((Map<?, ?>) row).get("id")))
                .sorted()
                .toList();
    }

    String nameOf(String id) {
        return table.table() + "_" + id.replace('-', '_');
    }

    private boolean isEmpty(String name) throws IOException {
        String twin = new TableName(table.db(), name).term();
        link.call("[177,[" + twin + "],{\"timeout\":" + PATIENCE_SECONDS + "}]", Json.TREE);
        List<Object> rows = link.call("[86,[" + twin + "]]", Json.TREE);
        return Boolean.TRUE.equals(rows.get(0));
    }

    private void rename(String id, String name) throws IOException {
        link.call("[53,[[16,[" + CONFIG + "," + Json.quote(id) + "]],{\"name\":" + Json.quote(name) + "}]]", Json.TREE);
    }

    /**
     * Drops a table that has a name of its own, unless it has documents. Nobody can write to it any more but by a query that
     * began before it was renamed; the server looks and drops in one query, so that there is hardly a time for one.
     *
     * <pre>
     * r.branch(table.isEmpty(), r.db('rethinkdb').table('table_config').get(id).delete(), null)
     * </pre>
     */
    boolean isDroppedEmpty(String id) throws IOException {
        if (!isEmpty(nameOf(id))) {
            return false;
        }
        String empty = "[86,[" + new TableName(table.db(), nameOf(id)).term() + "]]";
        List<Object> rows =
                link.call("[65,[" + empty + ",[54,[[16,[" + CONFIG + "," + Json.quote(id) + "]]]],null]]", Json.TREE);
        if (!(rows.get(0) instanceof Map<?, ?> reply)) {
            return false;
        }
        // Nothing is deleted when another server was faster.
        if (Double.valueOf(1).equals(reply.get("deleted"))) {
            Log.twinDropped(table, id);
        }
        return true;
    }
}
