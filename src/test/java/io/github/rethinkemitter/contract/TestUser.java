package io.github.rethinkemitter.contract;

import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.TestDb;

/** A user of the database server with only the rights that a test grants. {@link #close()} removes the user. */
public record TestUser(TestDb db, RawClient outside, String name) implements AutoCloseable {

    private static final String PASSWORD = "pw";

    public static TestUser on(TestDb db, RawClient outside) {
        var name = "user_" + db.name();
        outside.value("r.db('rethinkdb').table('users').insert({id: '" + name + "', password: '" + PASSWORD + "'})");
        return new TestUser(db, outside, name);
    }

    /** Grants rights on the database. */
    public void grant(String rights) {
        outside.value("r.db('" + db.name() + "').grant('" + name + "', " + rights + ")");
    }

    /** Grants rights on the table of the events. */
    public void grantOnTable(String rights) {
        grantOnTable("events", rights);
    }

    void grantOnTable(String table, String rights) {
        outside.value("r.table('" + table + "').grant('" + name + "', " + rights + ")");
    }

    /** The URL of the database with this user. */
    public String url() {
        return "rethinkdb://" + name + ":" + PASSWORD + "@localhost:"
                + db.server().port() + "/" + db.name();
    }

    @Override
    public void close() {
        outside.value("r.db('rethinkdb').table('users').get('" + name + "').delete()");
    }
}
