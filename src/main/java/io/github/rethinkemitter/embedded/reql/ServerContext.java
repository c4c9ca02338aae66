package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.DataFaults;
import io.github.rethinkemitter.embedded.data.Obj;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What queries can see of the server.
 *
 * @param identity what the system tables say of the server
 * @param catalog all databases
 * @param clock the clock that {@code r.now()} reads
 * @param dataFaults the faults that tests have set
 * @param seed decides what a real server leaves to chance
 */
public record ServerContext(Identity identity, Catalog catalog, InstantSource clock, DataFaults dataFaults, long seed) {

    /**
     * What the system tables say of the server.
     *
     * @param id the server's uuid
     * @param name the server's name
     * @param port the port that drivers connect to
     * @param started the TIME at which the server started
     */
    public record Identity(String id, String name, int port, Obj started) {}

    /** The time that {@code r.now()} gives in the queries of a user. */
    Instant now(String user) {
        return clock.instant().plus(dataFaults.clockSkew(user));
    }
}
