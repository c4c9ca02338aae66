package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.Database;
import io.github.rethinkemitter.embedded.data.DataFaults;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import org.jspecify.annotations.Nullable;

/**
 * What one query can see.
 *
 * @param server the server it runs on
 * @param client whose query it is
 * @param now what {@code r.now()} is, everywhere in the query
 * @param limits sizes it must keep to
 */
record Env(ServerContext server, Client client, Obj now, Limits limits) {
    String user() {
        return client.user();
    }

    /** For functions that are kept beyond the query, such as those of an index. */
    Env lasting() {
        return new Env(server, new Client(client.user(), () -> false), now, limits);
    }

    /** Ends a query whose result nobody waits for; called wherever one may be busy for long. */
    void checkWanted() {
        if (client.gone().getAsBoolean()) {
            throw new ReqlException(ErrorType.OP_INDETERMINATE, "Query terminated by its client.");
        }
    }

    Catalog catalog() {
        return server.catalog();
    }

    DataFaults dataFaults() {
        return server.dataFaults();
    }

    /** Where {@code r.table} without a database looks; looked up only then, as it need not exist before. */
    Database defaultDatabase() {
        Term database = limits.defaultDatabase();
        return database == null
                ? catalog().database("test")
                : Values.database(new Evaluator(this).eval(database, Scope.EMPTY));
    }

    /**
     * Sizes.
     *
     * @param array the longest array
     * @param feedQueue how many changes may wait in a feed
     * @param defaultDatabase the global optional argument of that name, null when there is none
     */
    record Limits(int array, int feedQueue, @Nullable Term defaultDatabase) {}
}
