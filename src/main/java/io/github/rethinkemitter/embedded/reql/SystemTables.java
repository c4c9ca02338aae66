package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.Change;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Names;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.StoreKey;
import io.github.rethinkemitter.embedded.data.Table;
import io.github.rethinkemitter.embedded.data.TableAttributes;
import io.github.rethinkemitter.embedded.data.TableId;
import io.github.rethinkemitter.embedded.data.Write;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/** The tables of the database {@code rethinkdb}. Each query that uses one gets a new table with the present values. */
final class SystemTables {
    static final List<String> NAMES = List.of(
            "cluster_config",
            "current_issues",
            "db_config",
            "jobs",
            "logs",
            "permissions",
            "server_config",
            "server_status",
            "stats",
            "table_config",
            "table_status",
            "users");

    private SystemTables() {}

    static OpenTable open(Env env, String name) {
        if (!NAMES.contains(name)) {
            throw ReqlException.failed("Table `rethinkdb." + name + "` does not exist.");
        }
        TableId id = new TableId(Catalog.SYSTEM, Catalog.SYSTEM_ID, name, "00000000-0000-0000-0000-" + suffix(name));
        Table table = new Table(id, "id", TableAttributes.DEFAULT, 0);
        table.write(rows(env, name).stream().map(SystemTables::insert).toList());
        return new OpenTable(table, env, writer(env, name));
    }

    private static String suffix(String name) {
        return String.format(Locale.ROOT, "%012d", NAMES.indexOf(name));
    }

    private static Write insert(Obj row) {
        return new Write(StoreKey.of(Fields.get(row, "id")), before -> row);
    }

    private static List<Obj> rows(Env env, String name) {
        Catalog catalog = env.catalog();
        return switch (name) {
            case "table_config" ->
                catalog.tables().stream()
                        .map(table -> TableConfig.of(table, env))
                        .toList();
            case "table_status" ->
                catalog.tables().stream()
                        .map(table -> TableConfig.status(table, env))
                        .toList();
            case "db_config" ->
                catalog.databases().stream()
                        .map(db -> Obj.of("id", db.id(), "name", db.name()))
                        .toList();
            case "users" -> UserTables.users(catalog.users());
            case "permissions" -> UserTables.permissions(catalog);
            case "server_config" -> List.of(serverConfig(env));
            case "server_status" -> List.of(serverStatus(env));
            case "cluster_config" -> List.of(Obj.of("id", "heartbeat", "heartbeat_timeout_secs", 10));
            default -> List.of();
        };
    }

    private static Obj serverConfig(Env env) {
        ServerContext.Identity server = env.server().identity();
        return Obj.of(
                "cache_size_mb", "auto", "id", server.id(), "name", server.name(), "tags", Arr.of(Datum.of("default")));
    }

    private static Obj serverStatus(Env env) {
        ServerContext.Identity server = env.server().identity();
        Obj address = Obj.of("host", "127.0.0.1", "port", server.port() + 1);
        Obj network = Obj.of(
                "canonical_addresses",
                Arr.of(address),
                "cluster_port",
                server.port() + 1,
                "connected_to",
                Obj.EMPTY,
                "hostname",
                "localhost",
                "http_admin_port",
                "<no http admin>",
                "reql_port",
                server.port(),
                "time_connected",
                server.started());
        Obj process = Obj.of(
                "argv", Arr.of(Datum.of("embedded-rethinkdb")),
                "cache_size_mb", Runtime.getRuntime().maxMemory() / 1024 / 1024,
                "pid", ProcessHandle.current().pid(),
                "time_started", server.started(),
                "version", "rethinkdb 2.4.4 (embedded, in memory, for development and tests)");
        return Obj.of("id", server.id(), "name", server.name(), "network", network, "process", process);
    }

    private static Consumer<Change> writer(Env env, String name) {
        return switch (name) {
            case "users" -> change -> UserTables.writeUser(env.catalog().users(), change);
            case "permissions" ->
                change -> UserTables.writePermission(env.catalog().users(), change);
            case "db_config" -> change -> writeDatabase(env.catalog(), change);
            case "table_config" -> change -> writeTable(env.catalog(), change);
            default ->
                change -> {
                    throw ReqlException.failed("It's illegal to write to the `rethinkdb." + name + "` table.");
                };
        };
    }

    private static void rename(Catalog catalog, Table table, String name) {
        if (name.equals(table.id().name())) {
            return;
        }
        if (catalog.database(table.id().database()).has(name)) {
            throw ReqlException.failed(
                    "There is already a table named `" + table.id().database() + "." + name + "`.");
        }
        table.rename(name);
    }

    private static void writeDatabase(Catalog catalog, Change change) {
        Obj before = change.before();
        Obj after = change.after();
        if (after == null) {
            catalog.dropDatabase(Values.string(Fields.get(Objects.requireNonNull(before), "name")));
            return;
        }
        String name = databaseName(after);
        if (before == null) {
            catalog.createDatabase(name);
        } else if (!name.equals(Values.string(Fields.get(before, "name")))) {
            catalog.renameDatabase(catalog.database(Values.string(Fields.get(before, "name"))), name);
        }
    }

    private static String databaseName(Obj config) {
        String wrong = "The change you're trying to make to `rethinkdb.db_config` has the wrong format. ";
        for (String field : config.fields().keySet()) {
            if (!field.equals("id") && !field.equals("name")) {
                throw ReqlException.failed(wrong + "Unexpected key(s): " + field);
            }
        }
        Datum name = Fields.get(config, "name");
        if (!(name instanceof Datum.Str text)) {
            throw ReqlException.failed(wrong + "In `name`: Expected a db name; got " + Printer.truncated(name));
        }
        if (!Names.isValid(text.value())) {
            throw ReqlException.failed(wrong + "In `name`: " + Printer.print(name)
                    + " is not a valid db name; Use A-Z, a-z, 0-9, _ and - only");
        }
        return text.value();
    }

    private static void writeTable(Catalog catalog, Change change) {
        Obj before = change.before();
        if (before == null) {
            throw ReqlException.failed(
                    "If you want to create a new table, you must use `table_create()` rather than writing to"
                            + " `rethinkdb.table_config`.");
        }
        String id = Values.string(Fields.get(before, "id"));
        Table table = catalog.tables().stream()
                .filter(t -> t.id().id().equals(id))
                .findFirst()
                .orElseThrow();
        Obj after = change.after();
        if (after == null) {
            catalog.database(table.id().database()).drop(table);
        } else {
            rename(catalog, table, Names.check("Table", Values.string(Fields.get(after, "name"))));
            table.settings(new TableAttributes(
                    Values.string(Fields.get(after, "durability")), Values.string(Fields.get(after, "write_acks"))));
        }
    }
}
