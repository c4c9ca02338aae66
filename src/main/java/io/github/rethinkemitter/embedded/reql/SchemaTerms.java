package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.Database;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Numbers;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Permission;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.Table;
import io.github.rethinkemitter.embedded.data.TableAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Terms that create, drop and list databases and tables. */
final class SchemaTerms {
    private SchemaTerms() {}

    static void register(Registry registry) {
        registry.add(57, "db_create", 1, 1, SchemaTerms::createDatabase);
        registry.add(58, "db_drop", 1, 1, SchemaTerms::dropDatabase);
        registry.add(59, "db_list", 0, 0, call -> texts(call.env().catalog().names()));
        registry.add(
                60,
                "table_create",
                1,
                2,
                Set.of(
                        "primary_key",
                        "shards",
                        "replicas",
                        "nonvoting_replica_tags",
                        "primary_replica_tag",
                        "durability"),
                SchemaTerms::createTable);
        registry.add(61, "table_drop", 1, 2, SchemaTerms::dropTable);
        registry.add(62, "table_list", 0, 1, SchemaTerms::listTables);
    }

    static Val texts(Iterable<String> texts) {
        List<Datum> items = new ArrayList<>();
        texts.forEach(text -> items.add(Datum.of(text)));
        return Val.of(new Arr(items));
    }

    private static Datum config(Database database) {
        return Obj.of("id", database.id(), "name", database.name());
    }

    private static Arr changes(Datum before, Datum after) {
        return Arr.of(Obj.of("new_val", after, "old_val", before));
    }

    private static Val createDatabase(Call call) {
        String name = TableTerms.name(call, "Database", 0);
        call.env().catalog().users().require(call.env().user(), Permission.CONFIG, null, null);
        Database created = call.env().catalog().createDatabase(name);
        return Val.of(Obj.of("dbs_created", 1, "config_changes", changes(Datum.NULL, config(created))));
    }

    private static Val dropDatabase(Call call) {
        String name = TableTerms.name(call, "Database", 0);
        Catalog catalog = call.env().catalog();
        catalog.users().require(call.env().user(), Permission.CONFIG, null, null);
        int tables = catalog.database(name).tables().size();
        Database dropped = catalog.dropDatabase(name);
        return Val.of(Obj.of(
                "dbs_dropped", 1, "tables_dropped", tables, "config_changes", changes(config(dropped), Datum.NULL)));
    }

    private static Val createTable(Call call) {
        Database database = TableTerms.databaseOf(call);
        String name = TableTerms.name(call, "Table", call.size() - 1);
        if (database.name().equals(Catalog.SYSTEM)) {
            throw ReqlException.failed("Database `rethinkdb` is special; you can't create new tables in it.");
        }
        Catalog catalog = call.env().catalog();
        catalog.users().require(call.env().user(), Permission.CONFIG, database.id(), null);
        WriteTerms.checkDurability(call);
        checkReplicas(call);
        Val shards = call.optarg("shards");
        if (shards != null && Values.number(Values.datum(shards)) < 1) {
            throw ReqlException.logic("Every table must have at least one shard.");
        }
        TableAttributes settings = new TableAttributes(call.string("durability", "hard"), "majority");
        Table created = catalog.createTable(database, name, call.string("primary_key", "id"), settings);
        Obj config = TableConfig.of(created, call.env());
        return Val.of(Obj.of("tables_created", 1, "config_changes", changes(Datum.NULL, config)));
    }

    private static void checkReplicas(Call call) {
        Val replicas = call.optarg("replicas");
        if (replicas instanceof Val.Value value && value.datum() instanceof Datum.Num count && count.value() > 1) {
            throw ReqlException.failed("Can't put " + Numbers.json(count.value())
                    + " replicas on servers with the tag `default` because there are only 1 servers with the tag `default`."
                    + " It's impossible to have more replicas of the data than there are servers.");
        }
    }

    private static Val dropTable(Call call) {
        Database database = TableTerms.databaseOf(call);
        String name = TableTerms.name(call, "Table", call.size() - 1);
        if (database.name().equals(Catalog.SYSTEM)) {
            throw ReqlException.failed("Database `rethinkdb` is special; you can't drop tables in it.");
        }
        Table table = database.table(name);
        call.env()
                .catalog()
                .users()
                .require(
                        call.env().user(),
                        Permission.CONFIG,
                        database.id(),
                        table.id().id());
        Obj config = TableConfig.of(table, call.env());
        database.drop(table);
        return Val.of(Obj.of("tables_dropped", 1, "config_changes", changes(config, Datum.NULL)));
    }

    private static Val listTables(Call call) {
        Database database = call.size() == 1 ? call.database(0) : call.env().defaultDatabase();
        if (database.name().equals(Catalog.SYSTEM)) {
            return texts(SystemTables.NAMES);
        }
        return texts(database.tables().stream()
                .map(table -> table.id().name())
                .sorted()
                .toList());
    }
}
