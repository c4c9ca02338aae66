package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.DatumJson;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Range;
import io.github.rethinkemitter.embedded.data.StoreKey;
import io.github.rethinkemitter.embedded.data.Table;
import io.github.rethinkemitter.embedded.data.Write;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The documents that are stored in an embedded server, for tests.
 *
 * <pre>{@code
 * server.documents().asJson().get("test.events");       // the JSON texts {"args":["beep","boop"],"id":…} …
 * server.documents().delete("test.events"::equals);
 * }</pre>
 *
 * <p><b>Thread safety:</b> all methods may be called from any thread.
 */
public final class StoredDocuments {

    private final Catalog catalog;

    StoredDocuments(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * All documents of all tables, as JSON text. Times and binaries are written as RethinkDB sends them, as objects with the
     * key {@code $reql_type$}.
     *
     * @return the documents of each table, by the table's name with its database, such as {@code test.events}
     */
    public Map<String, List<String>> asJson() {
        var texts = new TreeMap<String, List<String>>();
        catalog.tables()
                .forEach(table -> texts.put(
                        name(table), rows(table).stream().map(DatumJson::text).toList()));
        return texts;
    }

    /**
     * Deletes all documents of some tables. The tables, their indexes and their changefeeds stay, and the changefeeds report
     * the deletions.
     *
     * @param tables called with the name of each table, such as {@code test.events}; true to delete its documents
     */
    public void delete(Predicate<String> tables) {
        catalog.tables().stream().filter(table -> tables.test(name(table))).forEach(StoredDocuments::deleteAll);
    }

    private static void deleteAll(Table table) {
        var unused = table.write(rows(table).stream()
                .map(document -> Objects.requireNonNull(document.get(table.primaryKey())))
                .map(key -> new Write(StoreKey.of(key), current -> null))
                .toList());
    }

    private static List<Obj> rows(Table table) {
        return List.copyOf(table.rows(Range.ALL, false));
    }

    private static String name(Table table) {
        return table.id().database() + "." + table.id().name();
    }
}
