package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.rethink.wire.Json;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;

/** A table by its name, as the wire, messages and an administrator's shell want it. */
public record TableName(String db, String table) {

    /** Where lasting positions and the sweepers' lease are kept. */
    public TableName positions() {
        return new TableName(db, table + "_positions");
    }

    /** {@code r.db(db).table(table)} */
    public String term() {
        return "[15,[[14,[" + Json.quote(db) + "]]," + Json.quote(table) + "]]";
    }

    /** How an administrator makes it. */
    public String creation() {
        return "r.db(\"" + db + "\").tableCreate(\"" + table + "\")";
    }

    /** How an administrator names it. */
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
