package io.github.rethinkemitter.support.server;

import io.github.rethinkemitter.support.client.RawClient;
import java.net.URI;
import java.util.UUID;

/**
 * A database that no other test uses. It does not exist until the library or {@link #create()} creates it, and is dropped
 * after the test.
 *
 * @param server the server of the database
 * @param name the name of the database
 * @param packing whether applications on it are to store events that wait together in one document
 */
public record TestDb(TestServer server, String name, boolean packing) {

    static TestDb on(TestServer server, boolean packing) {
        return new TestDb(server, "db_" + UUID.randomUUID().toString().substring(0, 8), packing);
    }

    /** The URL for the library, through the proxy. */
    public URI url() {
        return server.url(name);
    }

    /** A client that reads and writes the tables without the library, and past the proxy and its faults. */
    public RawClient outside() {
        return server.outside(name);
    }

    /** Creates the database. */
    public TestDb create() {
        try (RawClient client = outside()) {
            client.value("r.dbCreate('" + name + "')");
        }
        return this;
    }

    /** Creates a table in the database, which must exist. */
    public TestDb createTable(String table) {
        try (RawClient client = outside()) {
            client.value("r.tableCreate('" + table + "')");
            client.value("r.table('" + table + "').wait({timeout: 30})");
        }
        return this;
    }

    /** Creates the database, and in it the table of events with its index, as the library would. */
    public TestDb createEvents() {
        create().createTable("events");
        try (RawClient client = outside()) {
            client.value("r.table('events').indexCreate('ts')");
            client.value("r.table('events').indexWait('ts')");
        }
        return this;
    }

    void drop() {
        try (RawClient client = outside()) {
            if (client.value("r.dbList().contains('" + name + "')").asBoolean()) {
                client.value("r.dbDrop('" + name + "')");
            }
        }
    }
}
