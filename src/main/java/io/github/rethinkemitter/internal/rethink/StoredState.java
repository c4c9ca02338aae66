package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.StoredStatus;
import io.github.rethinkemitter.internal.rethink.query.Answers;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.Reql;
import io.github.rethinkemitter.internal.rethink.query.StatusQueries;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Reads what the database knows of all servers of a channel. Safe for use by many threads. */
record StoredState(QueryConnection connection, TableName events, MissingRights rights) {

    StoredStatus read() throws IOException {
        var queries = new StatusQueries(events);
        var now = (Instant) Answers.one(connection.call(Reql.NOW, Answers.TIMES));
        var groups = ask(queries.parked(), events.parked());
        var positions = ask(queries.positions(), events.positions());
        return new StoredStatus(now, StatusQueries.parked(groups), StatusQueries.positions(positions, now));
    }

    // Without a table there is nothing in it: the tables are made for servers that have a lasting name.
    private List<Object> ask(String query, TableName table) throws IOException {
        try {
            var rows = connection.call(query, RowValues.TREE);
            return rows.size() == 1 && rows.get(0) instanceof List<?> array ? List.copyOf(array) : rows;
        } catch (QueryFailedException e) {
            if (table.isMissing(e)) {
                return List.of();
            }
            throw rights.explain(e, "read", table);
        }
    }
}
