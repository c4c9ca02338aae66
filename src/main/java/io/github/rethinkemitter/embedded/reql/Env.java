package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.DataFaults;
import io.github.rethinkemitter.embedded.data.Database;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a query.
 *
 * @param server the server that evaluates the query
 * @param client the client that sent the query
 * @param now the value of {@code r.now()}, the same everywhere in the query
 * @param limits the query's limits
 */
record Env(ServerContext server, Client client, Obj now, Limits limits) {
    String user() {
        return client.user();
    }

    /** The environment of a function that is kept when the query has ended, such as that of an index. */
    Env lasting() {
        return new Env(server, new Client(client.user(), () -> false), now, limits);
    }

    /** Ends the query if nobody waits for its result. Called wherever a query may take long. */
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

    /** The database of an {@code r.table} without one. Looked up only when needed, because otherwise it need not exist. */
    Database defaultDatabase() {
        Term database = limits.defaultDatabase();
        return database == null
                ? catalog().database("test")
                : Values.database(new Evaluator(this).eval(database, Scope.EMPTY));
    }

    /**
     * The limits of a query, and its default database.
     *
     * @param array the most elements of an array
     * @param feedQueue how many changes a changefeed's queue takes
     * @param defaultDatabase the global optional argument {@code db}, null when there is none
     */
    record Limits(int array, int feedQueue, @Nullable Term defaultDatabase) {}
}
