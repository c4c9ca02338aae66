package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.support.RawClient;
import io.github.rethinkemitter.support.TestDb;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Where a run takes place.
 *
 * @param server {@code embedded} or {@code real}
 * @param options how applications connect
 * @param outside a client that no fault touches
 */
record Place(String server, EmitterOptions options, Supplier<RawClient> outside) {

    static Place of(TestDb db) {
        return new Place(
                db.server().embedded().isPresent() ? "embedded" : "real",
                patience(EmitterOptions.of(db.url().toString())),
                db::outside);
    }

    Place with(String option, Object value) {
        return new Place(server, options.with(option, value), outside);
    }

    /** In real size everything is as it is by default; in small size an application waits as much less as faults last. */
    static EmitterOptions patience(EmitterOptions options) {
        return Size.current() == Size.FULL
                ? options
                : options.with("heartbeat.interval", "1s")
                        .with("heartbeat.timeout", "1s")
                        .with("connect-timeout", "1s")
                        .with("reconnect.max-delay", longestBackoff().toMillis() + "ms");
    }

    /** How long an application waits at most before it tries again. */
    static Duration longestBackoff() {
        return Size.seconds(0.5, 10);
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

    void createIndex() {
        admin("r.table('events').indexCreate('ts')");
        admin("r.table('events').indexWait('ts')");
    }

    /** The events in the table. */
    Numbers stored() {
        var stored = new Numbers();
        try (RawClient client = outside.get()) {
            client.value("r.table('events').wait({timeout: 30})");
            client.rows("r.table('events')('args')").forEach(args -> {
                if (args.size() == 3) {
                    stored.add(args.get(1).asInt(), args.get(2).asInt());
                }
            });
        }
        return stored;
    }
}
