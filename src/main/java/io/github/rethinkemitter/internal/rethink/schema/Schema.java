package io.github.rethinkemitter.internal.rethink.schema;

import io.github.rethinkemitter.internal.config.TableSettings.Create;
import io.github.rethinkemitter.internal.json.JsonString;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.TableIndex;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.Deadline;
import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sees that a database, its table and the table's indexes are there and ready. Each round asks for the indexes, and makes what is
 * missing: the database, the table, or all indexes that are. Other servers may be making it at the same time, so "already exists" is
 * as good as made.
 */
final class Schema {

    private static final Duration PAUSE = Duration.ofMillis(100);

    // An index of an empty table takes about 10 ms.
    private static final Duration PAUSE_AFTER_INDEXES = Duration.ofMillis(50);

    private final QueryConnection connection;
    private final Wanted wanted;
    private final TableName table;
    private final Create create;
    private final MissingRights rights;
    private final DuplicateTables duplicates;

    /**
     * A table.
     *
     * @param indexes what it has to be indexed by
     * @param like another table: this one is made with as many replicas, so that it survives what the other survives; null for one
     *     replica
     */
    record Wanted(
            TableName table,
            List<TableIndex> indexes,
            @Nullable TableName like) {}

    /** What is to be made, by which term, and how an administrator makes it. */
    private record Missing(String what, String term, String byHand) {}

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
        List<TableIndex> asked = List.of();
        while (true) {
            Duration pause = PAUSE;
            try {
                List<?> made = indexes();
                List<TableIndex> missing = wanted.indexes().stream()
                        .filter(index -> status(made, index).isEmpty())
                        .toList();
                asked = notReady(made);
                if (asked.isEmpty() && tableIsReady(deadline)) {
                    checkPrimaryKey();
                    return;
                }
                if (!missing.isEmpty()) {
                    make(missing.stream().map(this::missing).toList());
                    pause = PAUSE_AFTER_INDEXES;
                }
            } catch (QueryFailedException e) {
                mend(e, deadline);
            }
            if (deadline.isOver()) {
                String late = asked.isEmpty()
                        ? "table \"" + table + "\" is not ready"
                        : "index \"" + asked.get(0).name() + "\" on table \"" + table + "\" is still being built";
                throw new IOException("RTH0225 " + late + " after "
                        + connection.limit().toMillis() + " ms. The next attempt goes on waiting");
            }
            connection.pause(pause);
        }
    }

    // What the database says about each index of the table. The answer for names alone would be an error when one is
    // missing.
    private List<?> indexes() throws IOException {
        if (wanted.indexes().isEmpty()) {
            return List.of();
        }
        List<Object> rows = connection.call("[139,[" + table.term() + "]]", RowValues.TREE);
        return rows.get(0) instanceof List<?> list ? list : List.of();
    }

    // The indexes that are missing or still being built.
    private List<TableIndex> notReady(List<?> made) throws IOException {
        List<TableIndex> notReady = new ArrayList<>();
        for (TableIndex index : wanted.indexes()) {
            Map<?, ?> status = status(made, index);
            checkIndex(index, status);
            if (!Boolean.TRUE.equals(status.get("ready"))) {
                notReady.add(index);
            }
        }
        return notReady;
    }

    private Missing missing(TableIndex index) {
        return new Missing(
                "index \"" + index.name() + "\" on table \"" + table + "\"",
                index.creation(table),
                index.creationByHand(table));
    }

    private static Map<?, ?> status(List<?> all, TableIndex index) {
        return all.stream()
                .filter(one -> one instanceof Map<?, ?> status && index.name().equals(status.get("index")))
                .map(one -> (Map<?, ?>) one)
                .findFirst()
                .orElse(Map.of());
    }

    // An index of that name with other entries would leave every feed without events, or never show what is due, and
    // nothing else would tell.
    private void checkIndex(TableIndex index, Map<?, ?> status) throws IOException {
        boolean plain = !Boolean.TRUE.equals(status.get("multi")) && !Boolean.TRUE.equals(status.get("geo"));
        if (plain && (!(status.get("query") instanceof String query) || index.isMadeBy(query))) {
            return;
        }
        throw new IOException("RTH0224 index \"" + index.name() + "\" on table \"" + table
                + "\" is another than the library needs: \""
                + Failures.firstLine(String.valueOf(status.get("query"))) + "\". Drop it with " + table.byHand()
                + ".indexDrop(\"" + index.name() + "\") and make it again with " + index.creationByHand(table)
                + ", or set rethink.emitter.table to another table");
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
            make(List.of(new Missing(
                    "database \"" + table.db() + "\"",
                    "[57,[" + JsonString.quote(table.db()) + "]]",
                    "r.dbCreate(\"" + table.db() + "\")")));
        } else if (text.startsWith("Table") && text.endsWith("does not exist.")) {
            make(List.of(new Missing(
                    "table \"" + table + "\"",
                    "[60,[[14,[" + JsonString.quote(table.db()) + "]]," + JsonString.quote(table.table())
                            + "],{\"replicas\":" + replicas() + "}]",
                    table.creation())));
            var unused = duplicates.resolve();
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

    private void make(List<Missing> all) throws IOException {
        if (create == Create.NEVER) {
            throw new MissingTableException(
                    "RTH0221 " + doNotExist(all) + ". Create " + (all.size() == 1 ? "it" : "them") + " with "
                            + byHand(all) + ", or set rethink.emitter.create=if-missing",
                    null);
        }
        for (Missing one : all) {
            try {
                connection.call(one.term(), RowValues.TREE);
                Log.created(one.what());
            } catch (QueryFailedException e) {
                if (e.isDenied()) {
                    String them = all.size() == 1 ? "it" : "them";
                    throw new MissingTableException(
                            "RTH0222 " + doNotExist(all) + ", and user \"" + rights.user() + "\" may not create " + them
                                    + ". An administrator can create " + them + " with " + byHand(all) + ", or grant \""
                                    + rights.user() + "\" the right \"config\"",
                            e);
                }
                // It was made by another server at the same time, or cannot be made just now: the next round will show.
                if (!e.isPassing()) {
                    throw e;
                }
            }
        }
    }

    private static String doNotExist(List<Missing> all) {
        return all.stream().map(Missing::what).collect(Collectors.joining(" and "))
                + (all.size() == 1 ? " does not exist" : " do not exist");
    }

    private static String byHand(List<Missing> all) {
        return all.stream().map(Missing::byHand).collect(Collectors.joining("; "));
    }
}
