package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.RethinkProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three real servers, of which one at a time may be out of order. Tables that are made here have a replica on each. */
final class Cluster implements AutoCloseable {

    private static final List<String> NAMES = List.of("one", "two", "three");

    private final List<RethinkProcess> servers = new ArrayList<>();
    private int away = -1;

    private Cluster() {}

    static Cluster start(Path binary) {
        var cluster = new Cluster();
        try {
            for (String name : NAMES) {
                var options = new ArrayList<>(List.of("--server-name", name, "--cache-size", "200"));
                if (!cluster.servers.isEmpty()) {
                    options.addAll(List.of("--join", cluster.servers.get(0).clusterAddress()));
                }
                cluster.servers.add(RethinkProcess.start(binary, options.toArray(String[]::new)));
            }
            return cluster;
        } catch (AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** A new database, with the table made as who wants failover makes it; each application has another first host. */
    RunDatabase place(String db) {
        try (var client = outside(db)) {
            client.value("r.dbCreate('" + db + "')");
            client.value("r.tableCreate('events', {replicas: 3})");
            client.value("r.table('events').wait({timeout: 30})");
        }
        return new RunDatabase(
                "real",
                IntStream.range(0, servers.size())
                        .mapToObj(first -> RunDatabase.patience(EmitterOptions.of(url(first, db))))
                        .toList(),
                () -> outside(db));
    }

    private String url(int first, String db) {
        return IntStream.range(0, servers.size())
                .mapToObj(i -> servers.get((first + i) % servers.size()).uri())
                .map(uri -> uri.getHost() + ":" + uri.getPort())
                .collect(Collectors.joining(",", "rethinkdb://", "/" + db));
    }

    /** A client of a server that is not out of order. */
    RawClient outside(String db) {
        return RawClient.connect(URI.create(servers.get(away == 0 ? 1 : 0).uri() + "/" + db));
    }

    /** Takes the table's primary out of order. */
    RethinkProcess takePrimary(String db) {
        try (var client = outside(db)) {
            away = NAMES.indexOf(client.value("r.table('events').config()('shards')(0)('primary_replica')")
                    .asText());
        }
        return servers.get(away);
    }

    /** The server that was out of order is back. */
    RethinkProcess returnPrimary() {
        var back = servers.get(away);
        away = -1;
        return back;
    }

    @Override
    public void close() {
        servers.forEach(RethinkProcess::close);
    }
}
