package io.github.rethinkemitter.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.client.TestJson;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The database of a run.
 *
 * @param server {@code embedded} or {@code real}
 * @param connections options with which applications connect; each application takes the next of them
 * @param outside makes clients that no fault disturbs
 */
record RunDatabase(String server, List<EmitterOptions> connections, Supplier<RawClient> outside) {

    /** Skips the test if the server is real and the size of the suite is without real servers. */
    static RunDatabase of(TestDb db) {
        boolean embedded = db.server().embedded().isPresent();
        assumeTrue(embedded || SuiteSize.hasRealServers(), "run with -Dfaults=all for the faults of a real server");
        return new RunDatabase(
                embedded ? "embedded" : "real",
                List.of(withTimeouts(EmitterOptions.of(db.url().toString()))),
                db::outside);
    }

    RunDatabase with(String option, Object value) {
        return new RunDatabase(
                server,
                connections.stream().map(options -> options.with(option, value)).toList(),
                outside);
    }

    EmitterOptions options() {
        return connections.get(0);
    }

    EmitterOptions options(int application) {
        return connections.get(application % connections.size());
    }

    /** The same options for a publisher that stores events that wait together in one document. */
    static EmitterOptions packing(EmitterOptions options) {
        return options.with("publish.pack", "auto");
    }

    /** Shorter timeouts for the small size, in which faults are shorter, too. The full size uses the defaults. */
    static EmitterOptions withTimeouts(EmitterOptions options) {
        return SuiteSize.current() == SuiteSize.FULL
                ? options
                : options.with("heartbeat.interval", "1s")
                        .with("heartbeat.timeout", "1s")
                        .with("connect-timeout", "1s")
                        .with("repeat-wait", "10s")
                        .with("reconnect.max-delay", longestBackoff().toMillis() + "ms");
    }

    /** The longest time that an application waits before it connects again. */
    static Duration longestBackoff() {
        return SuiteSize.seconds(0.5, 10);
    }

    /** Runs a query as administrator. */
    void admin(String query) {
        try (RawClient client = outside.get()) {
            client.value(query);
        }
    }

    void reconfigure(int shards, int replicas) {
        admin("r.table('events').reconfigure({shards: " + shards + ", replicas: " + replicas + "})");
        admin("r.table('events').wait({timeout: 30})");
    }

    /** Whether the table of the events exists. */
    boolean hasEventTable() {
        try (RawClient client = outside.get()) {
            return client.value("r.tableList().contains('events')").asBoolean();
        }
    }

    /** The events in the table. */
    EventSet stored() {
        var stored = new EventSet();
        try (RawClient client = outside.get()) {
            client.value("r.table('events').wait({timeout: 30})");
            client.rows("r.table('events')('args')").forEach(args -> add(args, stored));
            client.rows("r.table('events').filter({v: 2})('events')")
                    .forEach(events -> TestJson.parse(events.asText()).forEach(args -> add(args, stored)));
        }
        return stored;
    }

    private static void add(JsonNode args, EventSet into) {
        if (args.size() >= 3) {
            into.add(args.get(1).asInt(), args.get(2).asInt());
        }
    }

    /** The number of events in the table that share a document with others. */
    int packed() {
        try (RawClient client = outside.get()) {
            client.value("r.table('events').wait({timeout: 30})");
            return client.value("r.table('events').filter({v: 2}).sum('n')").asInt();
        }
    }
}
