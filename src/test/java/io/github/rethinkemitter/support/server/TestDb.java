package io.github.rethinkemitter.support.server;

import io.github.rethinkemitter.support.client.RawClient;
import java.net.URI;
import java.util.UUID;

/**
 * The name of a database that no other test uses, and the server that it is on. The database is not there yet: whoever
 * wants it created does so, or calls {@link #create()}. It is dropped after the test.
 *
 * @param server the server
 * @param name the name
 */
public record TestDb(TestServer server, String name) {

    static TestDb on(TestServer server) {
        return new TestDb(server, "db_" + UUID.randomUUID().toString().substring(0, 8));
    }

    /** Where clients under test connect. */
    public URI url() {
        return server.url(name);
    }

    /** A client for looking in from outside, past the faults. */
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

    /** Creates a table, in a database that is there. */
    public TestDb createTable(String table) {
        try (RawClient client = outside()) {
            client.value("r.tableCreate('" + table + "')");
            client.value("r.table('" + table + "').wait({timeout: 30})");
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
