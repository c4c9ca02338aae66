package io.github.rethinkemitter.internal.rethink.schema;

import io.github.rethinkemitter.internal.config.TableSettings.Create;
import io.github.rethinkemitter.internal.json.JsonString;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.Deadline;
import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sees that a database, its table and the table's index are there and ready. Each round asks for the index, and the answer names
 * the first of the three that is missing. Other servers may be making it at the same time, so "already exists" is as good as made.
 */
final class Schema {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final Pattern OF_ITS_FIELD = Pattern.compile(
            "indexCreate\\('ts',function\\((\\w+)\\)\\{return(?:\\1|r\\.row)(?:\\.getField)?\\(\"ts\"\\);?\\}\\)");

    private final QueryConnection connection;
    private final Wanted wanted;
    private final TableName table;
    private final Create create;
    private final MissingRights rights;
    private final DuplicateTables duplicates;

    /**
     * A table.
     *
     * @param indexed whether it has the index {@code ts}
     * @param like another table: this one is made with as many replicas, so that it survives what the other survives; null for one
     *     replica
     */
    record Wanted(
            TableName table, boolean indexed, @Nullable TableName like) {}

    Schema(QueryConnection connection, Wanted wanted, Create create, MissingRights rights) {
        this.connection = connection;
        this.wanted = wanted;
        this.table = wanted.table();
        this.create = create;
        this.rights = rights;
        this.duplicates = new DuplicateTables(connection, table);
    }

    void ensure() throws IOException {
        Deadline deadline = Deadline.in(connection.limit());
        boolean ready = false;
        while (!ready) {
            try {
                ready = (!wanted.indexed() || indexIsReady()) && tableIsReady(deadline);
                if (ready) {
                    checkPrimaryKey();
                    return;
                }
            } catch (QueryFailedException e) {
                mend(e, deadline);
            }
            if (deadline.isOver()) {
                throw new IOException("RTH0225 index \"ts\" on table \"" + table + "\" is still being built after "
                        + connection.limit().toMillis() + " ms. The next attempt goes on waiting");
            }
            connection.pause(PAUSE);
        }
    }

    private boolean indexIsReady() throws IOException {
        List<Object> rows = connection.call("[139,[" + table.term() + ",\"ts\"]]", RowValues.TREE);
        if (!(rows.get(0) instanceof List<?> all) || all.isEmpty() || !(all.get(0) instanceof Map<?, ?> index)) {
            return false;
        }
        checkIndex(index);
        return Boolean.TRUE.equals(index.get("ready"));
    }

    // An index of that name with other entries would leave every feed without events, and nothing else would show it.
    private void checkIndex(Map<?, ?> index) throws IOException {
        boolean plain = !Boolean.TRUE.equals(index.get("multi")) && !Boolean.TRUE.equals(index.get("geo"));
        if (plain && (!(index.get("query") instanceof String query) || isOfItsField(query))) {
            return;
        }
        throw new IOException("RTH0224 index \"ts\" on table \"" + table + "\" is another than events need: \""
                + Failures.firstLine(String.valueOf(index.get("query"))) + "\". Drop it with " + table.byHand()
                + ".indexDrop(\"ts\") and make it again with " + table.byHand() + ".indexCreate(\"ts\"), or set"
                + " rethink.emitter.table to another table");
    }

    /** Whether {@code index_status} describes an index of the field {@code ts}, in whatever way its maker has written it. */
    static boolean isOfItsField(String query) {
        return OF_ITS_FIELD.matcher(query.replaceAll("\\s", "")).matches();
    }

    private void checkPrimaryKey() throws IOException {
        Object key;
        try {
            key = connection
                    .call("[170,[[79,[" + table.term() + "]],\"primary_key\"]]", RowValues.TREE)
                    .get(0);
        } catch (QueryFailedException e) {
            if (e.isDenied()) {
                return; // the first query that reads will say so
            }
            throw e;
        }
        if (!key.equals("id")) {
            throw new IOException("RTH0223 table \"" + table + "\" has the primary key \"" + key
                    + "\", and the library's documents have \"id\". Set rethink.emitter.table to another table, or drop this"
                    + " one and make it again with " + table.creation());
        }
    }

    // Without a timeout the server would wait for ever.
    private boolean tableIsReady(Deadline deadline) throws IOException {
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(deadline.remainingNanos()));
        connection.call(
                "[177,[" + table.term() + "],{\"wait_for\":\"ready_for_writes\",\"timeout\":" + seconds + "}]",
                RowValues.TREE,
                Duration.ofSeconds(seconds + 2));
        return true;
    }

    private void mend(QueryFailedException e, Deadline deadline) throws IOException {
        if (e.isDenied()) {
            throw rights.explain(e, "read", table);
        }
        if (!e.isPassing()) {
            throw e;
        }
        String text = e.text();
        if (text.startsWith("Database") && text.endsWith("does not exist.")) {
            make(
                    "database \"" + table.db() + "\"",
                    "[57,[" + JsonString.quote(table.db()) + "]]",
                    "r.dbCreate(\"" + table.db() + "\")");
        } else if (text.startsWith("Table") && text.endsWith("does not exist.")) {
            make(
                    "table \"" + table + "\"",
                    "[60,[[14,[" + JsonString.quote(table.db()) + "]]," + JsonString.quote(table.table())
                            + "],{\"replicas\":" + replicas() + "}]",
                    table.creation());
            var unused = duplicates.resolve();
        } else if (text.startsWith("Index") && text.contains("was not found")) {
            make(
                    "index \"ts\" on table \"" + table + "\"",
                    "[75,[" + table.term() + ",\"ts\"]]",
                    table.byHand() + ".indexCreate(\"ts\")");
        } else if (text.contains("ambiguous")) {
            if (!duplicates.resolve()) {
                throw new IOException(
                        "RTH0229 table \"" + table
                                + "\" exists twice, as after two servers made it at the same moment, and"
                                + " user \"" + rights.user()
                                + "\" may not see which is which. An administrator can drop the empty"
                                + " one: r.db(\"rethinkdb\").table(\"table_config\").filter({db: \"" + table.db()
                                + "\", name: \"" + table.table() + "\"}) shows their ids, get(id).delete() drops one",
                        e);
            }
        } else if (deadline.isOver()) {
            throw new IOException(
                    "RTH0225 table \"" + table + "\" is not ready: " + Failures.firstLine(text)
                            + " It is tried again by itself; look at the servers of the cluster",
                    e);
        }
    }

    // table.config()('shards')(0)('replicas').count()
    private long replicas() throws IOException {
        TableName like = wanted.like();
        if (like == null) {
            return 1;
        }
        try {
            List<Object> rows = connection.call(
                    "[43,[[170,[[45,[[170,[[174,[" + like.term() + "]],\"shards\"]],0]],\"replicas\"]]]]",
                    RowValues.TREE);
            return rows.get(0) instanceof Double count ? count.longValue() : 1;
        } catch (QueryFailedException e) {
            Log.replicasUnknown(table, like, e);
            return 1;
        }
    }

    private void make(String what, String term, String byHand) throws IOException {
        if (create == Create.NEVER) {
            throw new MissingTableException(
                    "RTH0221 " + what + " does not exist. Create it with " + byHand
                            + ", or set rethink.emitter.create=if-missing",
                    null);
        }
        try {
            connection.call(term, RowValues.TREE);
            Log.created(what);
        } catch (QueryFailedException e) {
            if (e.isDenied()) {
                throw new MissingTableException(
                        "RTH0222 " + what + " does not exist, and user \"" + rights.user()
                                + "\" may not create it. An administrator" + " can create it with " + byHand
                                + ", or grant \"" + rights.user() + "\" the right \"config\"",
                        e);
            }
            // It was made by another server at the same time, or cannot be made just now: the next round will show.
            if (!e.isPassing()) {
                throw e;
            }
        }
    }
}
