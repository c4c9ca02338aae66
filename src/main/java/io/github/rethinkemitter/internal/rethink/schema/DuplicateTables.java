package io.github.rethinkemitter.internal.rethink.schema;

import io.github.rethinkemitter.internal.json.JsonString;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Two servers that create a table at the same time can make two tables of one name, and then no query can say which of them it means.
 * The table with documents is kept, or else the one with the smallest id, so that all servers that resolve this agree.
 *
 * <p>A table can be looked into only by an unambiguous name. So all tables but the one with the smallest id get a name of their own
 * first. It is made from their id, so that two servers that do this at once do it in the same way.
 */
final class DuplicateTables {

    private static final String CONFIG = new TableName("rethinkdb", "table_config").term();

    // A table that has just been made takes a moment until it can be read.
    private static final int PATIENCE_SECONDS = 5;

    private final QueryConnection connection;
    private final TableName table;

    DuplicateTables(QueryConnection connection, TableName table) {
        this.connection = connection;
        this.table = table;
    }

    /** Leaves one table of the name, if there are several; false when this user may not see them. */
    boolean resolve() throws IOException {
        List<String> ids;
        try {
            ids = ids();
        } catch (QueryFailedException e) {
            if (e.isDenied()) {
                // Only an administrator sees the ids of tables. A server whose user is one will resolve it.
                return false;
            }
            throw e;
        }
        String kept = ids.isEmpty() ? "" : ids.get(0);
        for (String other : ids.subList(Math.min(1, ids.size()), ids.size())) {
            try {
                kept = better(kept, other);
            } catch (QueryFailedException e) {
                // Another server resolves it as well and is ahead, or a table is not ready: the next round will show.
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
            Log.duplicateKept(table, nameOf(other));
            return kept;
        }
        rename(kept, nameOf(kept));
        rename(other, table.table());
        // While it alone had the name, another server may have written to it.
        if (!isDroppedEmpty(kept)) {
            Log.duplicateKept(table, nameOf(kept));
        }
        return other;
    }

    private List<String> ids() throws IOException {
        String sameName = "[39,[" + CONFIG + ",{\"db\":" + JsonString.quote(table.db()) + ",\"name\":"
                + JsonString.quote(table.table()) + "}]]";
        return connection.call(sameName, RowValues.TREE).stream()
                .map(row -> Objects.toString(((Map<?, ?>) row).get("id")))
                .sorted()
                .toList();
    }

    String nameOf(String id) {
        return table.table() + "_" + id.replace('-', '_');
    }

    private boolean isEmpty(String name) throws IOException {
        String duplicate = new TableName(table.db(), name).term();
        connection.call("[177,[" + duplicate + "],{\"timeout\":" + PATIENCE_SECONDS + "}]", RowValues.TREE);
        List<Object> rows = connection.call("[86,[" + duplicate + "]]", RowValues.TREE);
        return Boolean.TRUE.equals(rows.get(0));
    }

    private void rename(String id, String name) throws IOException {
        connection.call(
                "[53,[[16,[" + CONFIG + "," + JsonString.quote(id) + "]],{\"name\":" + JsonString.quote(name) + "}]]",
                RowValues.TREE);
    }

    /**
     * Discards a table that has a name of its own, unless it has documents. Only a query that began before the table was renamed can
     * still write to it. The server looks and drops in one query, which leaves hardly any time for that.
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
        List<Object> rows = connection.call(
                "[65,[" + empty + ",[54,[[16,[" + CONFIG + "," + JsonString.quote(id) + "]]]],null]]", RowValues.TREE);
        if (!(rows.get(0) instanceof Map<?, ?> reply)) {
            return false;
        }
        // Another server that was faster has deleted it otherwise.
        if (Double.valueOf(1).equals(reply.get("deleted"))) {
            Log.duplicateDropped(table, id);
        }
        return true;
    }
}
