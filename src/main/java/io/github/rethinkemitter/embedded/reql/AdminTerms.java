package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.Database;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Permission;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.Table;
import io.github.rethinkemitter.embedded.data.TableId;
import io.github.rethinkemitter.embedded.data.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;

/** {@code config}, {@code status}, {@code wait}, {@code reconfigure}, {@code rebalance}, {@code sync} and {@code grant}. */
final class AdminTerms {
    private static final Set<String> RECONFIGURE = Set.of(
            "shards", "replicas", "primary_replica_tag", "nonvoting_replica_tags", "dry_run", "emergency_repair");

    private static final List<String> STATES =
            List.of("ready_for_outdated_reads", "ready_for_reads", "ready_for_writes", "all_replicas_ready");

    private AdminTerms() {}

    static void register(Registry registry) {
        registry.add(174, "config", 1, 1, AdminTerms::config);
        registry.add(175, "status", 1, 1, AdminTerms::status);
        registry.add(177, "wait", 0, 1, Set.of("timeout", "wait_for"), AdminTerms::await);
        registry.add(176, "reconfigure", 1, 1, RECONFIGURE, AdminTerms::reconfigure);
        registry.add(179, "rebalance", 0, 1, AdminTerms::rebalance);
        registry.add(138, "sync", 1, 1, AdminTerms::sync);
        registry.add(188, "grant", 2, 3, AdminTerms::grant);
    }

    private static Val config(Call call) {
        if (call.arg(0) instanceof Val.Db db) {
            return row(call.env(), "db_config", db.database().id());
        }
        call.table(0).require(Permission.CONFIG);
        return row(call.env(), "table_config", call.table(0).table().id().id());
    }

    private static Val status(Call call) {
        return row(call.env(), "table_status", call.table(0).table().id().id());
    }

    // A user who may use the table may see its configuration, although only admin may read the system tables.
    private static Val row(Env env, String systemTable, String id) {
        Env privileged =
                new Env(env.server(), new Client(Users.ADMIN, env.client().gone()), env.now(), env.limits());
        return new Val.Row(SystemTables.open(privileged, systemTable), Datum.of(id), null, null);
    }

    private static List<Table> tables(Call call) {
        if (call.size() == 0) {
            return call.env().defaultDatabase().tables();
        }
        return call.arg(0) instanceof Val.Db db
                ? db.database().tables()
                : List.of(call.table(0).table());
    }

    private static Val await(Call call) {
        List<Table> tables = tables(call);
        String state = call.string("wait_for", "all_replicas_ready");
        if (!STATES.contains(state)) {
            throw ReqlException.logic("Unknown table readiness state: '" + state + "', must be one of '"
                    + String.join("', '", STATES.subList(0, 3)) + "', or '" + STATES.get(3) + "'");
        }
        Val timeout = call.optarg("timeout");
        double seconds = timeout == null ? Double.MAX_VALUE : Values.number(Values.datum(timeout));
        long start = System.nanoTime();
        for (Table table : tables) {
            while (call.env().dataFaults().isUnavailable(table.id())) {
                if ((System.nanoTime() - start) / 1e9 > seconds
                        || Thread.currentThread().isInterrupted()) {
                    throw ReqlException.failed("Timed out while waiting for tables.");
                }
                LockSupport.parkNanos(call, 5_000_000);
            }
        }
        return Val.of(Obj.of("ready", tables.size()));
    }

    private static Val reconfigure(Call call) {
        OpenTable table = call.table(0);
        table.require(Permission.CONFIG);
        Obj config = TableConfig.of(table.table(), call.env());
        Obj status = TableConfig.status(table.table(), call.env());
        if (call.bool("dry_run", false)) {
            return Val.of(Obj.of("reconfigured", 0, "config_changes", unchanged(config)));
        }
        table.table().abortFeeds();
        return Val.of(
                Obj.of("reconfigured", 1, "config_changes", unchanged(config), "status_changes", unchanged(status)));
    }

    private static Arr unchanged(Obj value) {
        return Arr.of(Obj.of("new_val", value, "old_val", value));
    }

    private static Val rebalance(Call call) {
        List<Datum> changes = new ArrayList<>();
        for (Table table : tables(call)) {
            TableId id = table.id();
            call.env().catalog().users().require(call.env().user(), Permission.CONFIG, id.databaseId(), id.id());
            changes.addAll(unchanged(TableConfig.status(table, call.env())).items());
        }
        return Val.of(Obj.of("rebalanced", changes.size(), "status_changes", new Arr(changes)));
    }

    private static Val sync(Call call) {
        OpenTable table = call.table(0);
        table.checkWrite();
        return Val.of(Obj.of("synced", 1));
    }

    private static Val grant(Call call) {
        List<String> place = List.of();
        if (call.size() == 3 && call.arg(0) instanceof Val.Db db) {
            Database database = db.database();
            place = List.of(database.id());
        } else if (call.size() == 3) {
            TableId table = call.table(0).table().id();
            place = List.of(table.databaseId(), table.id());
        }
        String user = call.string(call.size() - 2);
        Obj permissions = call.object(call.size() - 1);
        Users users = call.env().catalog().users();
        users.require(call.env().user(), Permission.READ, Catalog.SYSTEM_ID, null);
        users.require(call.env().user(), Permission.WRITE, Catalog.SYSTEM_ID, null);
        if (user.equals(Users.ADMIN)) {
            throw ReqlException.failed("The permissions of the user `admin` can't be modified.");
        }
        if (users.passwordOf(user) == null) {
            throw ReqlException.failed("User `" + user + "` not found.");
        }
        check(permissions, place);
        Datum before = granted(users.granted(user, place));
        List<String> at = place;
        permissions.fields().forEach((name, allowed) -> grant(users, user, at, name, allowed));
        Obj change = Obj.of("new_val", granted(users.granted(user, place)), "old_val", before);
        return Val.of(Obj.of("granted", 1, "permissions_changes", Arr.of(change)));
    }

    static void grant(Users users, String user, List<String> place, String name, Datum allowed) {
        users.grant(user, place, permission(name), allowed instanceof Datum.Bool flag ? (Boolean) flag.value() : null);
    }

    /** Refuses permissions that do not exist, or not at this place. */
    static void check(Obj permissions, List<String> place) {
        permissions.fields().forEach(AdminTerms::checkPermission);
        if (!place.isEmpty() && permissions.get("connect") != null) {
            throw ReqlException.failed("The `connect` permission is only valid at the global scope.");
        }
    }

    private static void checkPermission(String name, Datum value) {
        if (!Set.of("read", "write", "config", "connect").contains(name)) {
            throw ReqlException.failed("Unexpected key(s) `" + name + "`.");
        }
        if (!(value instanceof Datum.Bool) && !(value instanceof Datum.Null)) {
            throw ReqlException.failed(
                    "Expected a boolean or null for `" + name + "`, got " + Printer.truncated(value) + ".");
        }
    }

    private static Permission permission(String name) {
        return Permission.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Permissions as an object, {@code null} when there are none. */
    static Datum granted(Map<Permission, Boolean> permissions) {
        if (permissions.isEmpty()) {
            return Datum.NULL;
        }
        SortedMap<String, Datum> fields = Obj.builder();
        permissions.forEach((permission, allowed) -> fields.put(permission.text(), Datum.of((boolean) allowed)));
        return new Obj(fields);
    }
}
