package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Login;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.TestDb;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** For tests of stores: each test has a database of its own, and what it opens in it is closed after the test. */
public abstract class StoreFixture {

    protected TestDb db;
    protected Stores stores;
    /** Reads and writes the tables without the library. */
    protected RawClient outside;

    /** The name of the user of {@link #asUserWith}. */
    protected String user;

    private boolean hasUser;

    @BeforeEach
    void prepareStores(TestDb own) {
        db = own;
        stores = new Stores(db);
        outside = db.outside();
        user = "user_" + stores.db;
    }

    @AfterEach
    void closeStores() {
        stores.close();
        if (hasUser) {
            outside.value("r.db('rethinkdb').table('users').get('" + user + "').delete()");
        }
        outside.close();
    }

    /** Whatever is opened from now on is of a user who has these rights on the table of events, and no other rights. */
    protected final void asUserWith(String rights) {
        outside.value("r.db('rethinkdb').table('users').insert({id: '" + user + "', password: 'pw'})");
        hasUser = true;
        outside.value("r.table('events').grant('" + user + "', " + rights + ")");
        stores.login = new Login(user, "pw");
    }
}
