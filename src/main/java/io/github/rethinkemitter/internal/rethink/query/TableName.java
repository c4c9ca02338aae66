package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.json.JsonString;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;

/** The name of a table, in the forms that queries, messages and an administrator's shell need. */
public record TableName(String db, String table) {

    /** The table beside this one that holds lasting positions and the sweepers' lease. */
    public TableName positions() {
        return new TableName(db, table + "_positions");
    }

    /** The table beside this one that holds the events that observers failed on. */
    public TableName parked() {
        return new TableName(db, table + "_parked");
    }

    /** {@code r.db(db).table(table)} */
    public String term() {
        return "[15,[[14,[" + JsonString.quote(db) + "]]," + JsonString.quote(table) + "]]";
    }

    /** How an administrator makes the table. */
    public String creation() {
        return "r.db(\"" + db + "\").tableCreate(\"" + table + "\")";
    }

    /** How an administrator names the table. */
    public String byHand() {
        return "r.db(\"" + db + "\").table(\"" + table + "\")";
    }

    /** Whether a query failed because this table does not exist. */
    public boolean isMissing(QueryFailedException failure) {
        return failure.text().startsWith("Table `" + this + "`")
                && failure.text().endsWith("does not exist.");
    }

    @Override
    public String toString() {
        return db + "." + table;
    }
}
