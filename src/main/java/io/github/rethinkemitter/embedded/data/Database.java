package io.github.rethinkemitter.embedded.data;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A database. As in a real cluster two of its tables may have the same name; every query that uses the name then fails. */
public final class Database {
    private final String id;
    private final String name;
    private final List<Table> tables = new CopyOnWriteArrayList<>();

    Database(String id, String name) {
        this.id = id;
        this.name = name;
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public List<Table> tables() {
        return List.copyOf(tables);
    }

    public Table table(String table) {
        List<Table> named =
                tables.stream().filter(t -> t.id().name().equals(table)).toList();
        if (named.isEmpty()) {
            throw ReqlException.failed("Table `" + name + "." + table + "` does not exist.");
        }
        if (named.size() > 1) {
            throw ReqlException.failed(
                    "Table `" + name + "." + table + "` is ambiguous; there are multiple tables with that name.");
        }
        return named.get(0);
    }

    public boolean has(String table) {
        return tables.stream().anyMatch(t -> t.id().name().equals(table));
    }

    /** Adds a table, even if its name is taken. */
    public void add(Table table) {
        tables.add(table);
    }

    /** Discards a table and ends its changefeeds. */
    public void drop(Table table) {
        tables.remove(table);
        table.abortFeeds();
    }
}
