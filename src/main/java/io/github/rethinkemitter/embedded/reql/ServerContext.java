package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.Disturbance;
import io.github.rethinkemitter.embedded.data.Obj;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The server as queries see it.
 *
 * @param identity its name and address, for the system tables
 * @param catalog all data
 * @param clock where {@code r.now()} comes from
 * @param disturbance what is wrong at the moment
 * @param tuning sizes and seed
 */
public record ServerContext(
        Identity identity, Catalog catalog, InstantSource clock, Disturbance disturbance, Tuning tuning) {

    /**
     * Who the server is.
     *
     * @param id its uuid
     * @param name its name in the system tables
     * @param port where drivers connect
     * @param started since when it runs
     */
    public record Identity(String id, String name, int port, Obj started) {}

    /**
     * Sizes and seed.
     *
     * @param feedQueue how many changes may wait in a feed before it overflows
     * @param seed decides what a real server leaves to chance
     */
    public record Tuning(int feedQueue, long seed) {}

    /** The time as the queries of that user have it. */
    Instant now(String user) {
        return clock.instant().plus(disturbance.clockSkew(user));
    }
}
