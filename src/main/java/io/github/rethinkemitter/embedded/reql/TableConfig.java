package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Table;

/** The documents of a table in {@code table_config} and {@code table_status}: one shard on one server. */
final class TableConfig {
    private TableConfig() {}

    static Obj of(Table table, Env env) {
        Datum server = Datum.of(env.server().identity().name());
        Obj shard = Obj.of("nonvoting_replicas", Arr.EMPTY, "primary_replica", server, "replicas", Arr.of(server));
        Arr indexes = new Arr(table.indexNames().stream().map(Datum::of).toList());
        return Obj.of(
                "db", table.id().database(),
                "durability", table.settings().durability(),
                "id", table.id().id(),
                "indexes", indexes,
                "name", table.id().name(),
                "primary_key", table.primaryKey(),
                "shards", Arr.of(shard),
                "write_acks", table.settings().writeAcks(),
                "write_hook", Datum.NULL);
    }

    static Obj status(Table table, Env env) {
        boolean up = !env.dataFaults().isUnavailable(table.id());
        Datum server = Datum.of(env.server().identity().name());
        Obj replica = Obj.of("server", server, "state", up ? "ready" : "disconnected");
        Obj shard = Obj.of("primary_replicas", up ? Arr.of(server) : Arr.EMPTY, "replicas", Arr.of(replica));
        Obj status = Obj.of(
                "all_replicas_ready", up,
                "ready_for_outdated_reads", up,
                "ready_for_reads", up,
                "ready_for_writes", up);
        return Obj.of(
                "db", table.id().database(),
                "id", table.id().id(),
                "name", table.id().name(),
                "raft_leader", server,
                "shards", Arr.of(shard),
                "status", status);
    }
}
