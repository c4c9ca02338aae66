package io.github.rethinkemitter.embedded.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The databases and users of one server. */
public final class Catalog {
    /** The name of the database whose tables describe the server. */
    public static final String SYSTEM = "rethinkdb";

    public static final String SYSTEM_ID = "b99b9572-8e53-5fef-9a2b-5e6aba3edf1c";

    private final ConcurrentMap<String, Database> databases = new ConcurrentSkipListMap<>();
    private final Random seeds;
    private final Users users;

    public Catalog(long seed, Users users) {
        this.seeds = new Random(seed);
        this.users = users;
        createDatabase("test");
    }

    public Users users() {
        return users;
    }

    public List<String> names() {
        List<String> names = new ArrayList<>(databases.keySet());
        names.add(SYSTEM);
        names.sort(null);
        return names;
    }

    public List<Database> databases() {
        return List.copyOf(databases.values());
    }

    public Database database(String name) {
        if (name.equals(SYSTEM)) {
            return new Database(SYSTEM_ID, SYSTEM);
        }
        Database database = databases.get(name);
        if (database == null) {
            throw ReqlException.failed("Database `" + name + "` does not exist.");
        }
        return database;
    }

    public Database createDatabase(String name) {
        Database database = new Database(UUID.randomUUID().toString(), name);
        if (name.equals(SYSTEM) || databases.putIfAbsent(name, database) != null) {
            throw ReqlException.failed("Database `" + name + "` already exists.");
        }
        return database;
    }

    public synchronized void renameDatabase(Database database, String name) {
        if (name.equals(SYSTEM) || databases.containsKey(name)) {
            throw ReqlException.failed("Cannot rename database `" + database.name() + "` to `" + name
                    + "` because database `" + name + "` already exists.");
        }
        Database renamed = new Database(database.id(), name);
        for (Table table : database.tables()) {
            table.databaseRenamed(name);
            renamed.add(table);
        }
        databases.put(name, renamed);
        databases.remove(database.name());
    }

    public Database dropDatabase(String name) {
        if (name.equals(SYSTEM)) {
            throw ReqlException.failed("Database `rethinkdb` is special; you can't delete it.");
        }
        Database database = database(name);
        databases.remove(name);
        database.tables().forEach(database::drop);
        return database;
    }

    public synchronized Table createTable(Database database, String name, String primaryKey, TableAttributes settings) {
        if (database.has(name)) {
            throw ReqlException.failed("Table `" + database.name() + "." + name + "` already exists.");
        }
        return addTable(database, name, primaryKey, settings);
    }

    /** Makes a table even if the name is taken, as two servers of a cluster can. */
    public synchronized Table addTable(Database database, String name, String primaryKey, TableAttributes settings) {
        TableId id = new TableId(
                database.name(), database.id(), name, UUID.randomUUID().toString());
        Table table = new Table(id, primaryKey, settings, seeds.nextLong());
        database.add(table);
        return table;
    }

    /** All tables of all databases but the system tables. */
    public List<Table> tables() {
        return databases.values().stream()
                .flatMap(database -> database.tables().stream())
                .toList();
    }
}
