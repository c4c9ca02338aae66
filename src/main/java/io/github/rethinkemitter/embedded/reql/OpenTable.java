package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Change;
import io.github.rethinkemitter.embedded.data.Permission;
import io.github.rethinkemitter.embedded.data.Table;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table that a query uses.
 *
 * @param table the table
 * @param env the environment of the query
 * @param system for a system table: applies a change to what the table describes; null for all other tables
 */
record OpenTable(Table table, Env env, @Nullable Consumer<Change> system) {
    void checkRead() {
        require(Permission.READ);
        env.dataFaults().checkAvailable(table.id(), "read");
    }

    void checkWrite() {
        require(Permission.WRITE);
        env.dataFaults().checkAvailable(table.id(), "write");
    }

    void require(Permission permission) {
        env.catalog()
                .users()
                .require(
                        env.user(),
                        permission,
                        table.id().databaseId(),
                        table.id().id());
    }
}
