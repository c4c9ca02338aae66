package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a run takes place.
 *
 * @param server {@code embedded} or {@code real}
 * @param entrances how applications connect, who each take the next of these
 * @param outside a client that no fault touches
 */
record RunDatabase(String server, List<EmitterOptions> entrances, Supplier<RawClient> outside) {

    static RunDatabase of(TestDb db) {
        return new RunDatabase(
                db.server().embedded().isPresent() ? "embedded" : "real",
                List.of(patience(EmitterOptions.of(db.url().toString()))),
                db::outside);
    }

    RunDatabase with(String option, Object value) {
        return new RunDatabase(
                server,
                entrances.stream().map(options -> options.with(option, value)).toList(),
                outside);
    }

    EmitterOptions options() {
        return entrances.get(0);
    }

    EmitterOptions options(int application) {
        return entrances.get(application % entrances.size());
    }

    /** In real size everything is as it is by default; in small size an application waits as much less as faults last. */
    static EmitterOptions patience(EmitterOptions options) {
        return SuiteSize.current() == SuiteSize.FULL
                ? options
                : options.with("heartbeat.interval", "1s")
                        .with("heartbeat.timeout", "1s")
                        .with("connect-timeout", "1s")
                        .with("repeat-wait", "10s")
                        .with("reconnect.max-delay", longestBackoff().toMillis() + "ms");
    }

    /** How long an application waits at most before it tries again. */
    static Duration longestBackoff() {
        return SuiteSize.seconds(0.5, 10);
    }

    void admin(String query) {
        try (RawClient client = outside.get()) {
            client.value(query);
        }
    }

    void reconfigure(int shards, int replicas) {
        admin("r.table('events').reconfigure({shards: " + shards + ", replicas: " + replicas + "})");
        admin("r.table('events').wait({timeout: 30})");
    }

    /** Whether the table is there. */
    boolean hasEvents() {
        try (RawClient client = outside.get()) {
            return client.value("r.tableList().contains('events')").asBoolean();
        }
    }

    /** The events in the table. */
    EventSet stored() {
        var stored = new EventSet();
        try (RawClient client = outside.get()) {
            client.value("r.table('events').wait({timeout: 30})");
            client.rows("r.table('events')('args')").forEach(args -> {
                if (args.size() >= 3) {
                    stored.add(args.get(1).asInt(), args.get(2).asInt());
                }
            });
        }
        return stored;
    }
}
