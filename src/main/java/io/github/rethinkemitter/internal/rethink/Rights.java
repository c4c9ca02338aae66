package io.github.rethinkemitter.internal.rethink;

import java.io.IOException;

/** What to say when the database denies a right. */
final class Rights {

    private Rights() {}

    static IOException missing(String user, Reql reql, String toDoWhat, QueryFailed denied) {
        return new IOException(
                "RTH0220 user \"" + user + "\" may not " + toDoWhat + " table \"" + reql.name() + "\": "
                        + Failures.firstLine(denied.text()) + " An administrator can allow it: r.db(\"" + reql.db()
                        + "\").table(\"" + reql.tableName() + "\").grant(\"" + user + "\", {read: true, write: true})",
                denied);
    }
}
