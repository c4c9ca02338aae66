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

/** Three real servers, of which one at a time may be broken. The table of the events has a replica on each server. */
final class Cluster implements AutoCloseable {

    private static final List<String> NAMES = List.of("one", "two", "three");

    private final List<RethinkProcess> servers = new ArrayList<>();
    private int broken = -1; // index of the broken server

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

    /** Creates a database with a table that survives the loss of a server. Each application gets another first host. */
    RunDatabase createDatabase(String db) {
        try (var client = outside(db)) {
            client.value("r.dbCreate('" + db + "')");
            client.value("r.tableCreate('events', {replicas: 3})");
            client.value("r.table('events').wait({timeout: 30})");
        }
        return new RunDatabase(
                "real",
                IntStream.range(0, servers.size())
                        .mapToObj(first -> RunDatabase.withTimeouts(EmitterOptions.of(url(first, db))))
                        .toList(),
                () -> outside(db));
    }

    private String url(int first, String db) {
        return IntStream.range(0, servers.size())
                .mapToObj(i -> servers.get((first + i) % servers.size()).uri())
                .map(uri -> uri.getHost() + ":" + uri.getPort())
                .collect(Collectors.joining(",", "rethinkdb://", "/" + db));
    }

    /** A client of a server that is not broken. */
    RawClient outside(String db) {
        return RawClient.connect(URI.create(servers.get(broken == 0 ? 1 : 0).uri() + "/" + db));
    }

    /** The server that has the primary replica of the table. The test breaks it. */
    RethinkProcess primaryToBreak(String db) {
        try (var client = outside(db)) {
            broken = NAMES.indexOf(client.value("r.table('events').config()('shards')(0)('primary_replica')")
                    .asText());
        }
        return servers.get(broken);
    }

    /** The server that the test has broken. The test repairs it. */
    RethinkProcess primaryToRepair() {
        var repaired = servers.get(broken);
        broken = -1;
        return repaired;
    }

    @Override
    public void close() {
        servers.forEach(RethinkProcess::close);
    }
}
