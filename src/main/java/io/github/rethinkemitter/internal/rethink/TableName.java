package io.github.rethinkemitter.internal.rethink;

/** A table by its name, as the wire, messages and an administrator's shell want it. */
record TableName(String db, String table) {

    /** Where lasting positions and the sweepers' lease are kept. */
    TableName positions() {
        return new TableName(db, table + "_positions");
    }

    /** {@code r.db(db).table(table)} */
    String term() {
        return "[15,[[14,[" + Json.quote(db) + "]]," + Json.quote(table) + "]]";
    }

    /** How an administrator makes it. */
    String creation() {
        return "r.db(\"" + db + "\").tableCreate(\"" + table + "\")";
    }

    /** How an administrator names it. */
    String byHand() {
        return "r.db(\"" + db + "\").table(\"" + table + "\")";
    }

    @Override
    public String toString() {
        return db + "." + table;
    }
}
