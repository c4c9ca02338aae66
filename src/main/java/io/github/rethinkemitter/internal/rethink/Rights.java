package io.github.rethinkemitter.internal.rethink;

import java.io.IOException;

/** What to say when the database denies a right. */
final class Rights {

    private Rights() {}

    static IOException missing(String user, TableName table, String toDoWhat, QueryFailed denied) {
        return new IOException(
                "RTH0220 user \"" + user + "\" may not " + toDoWhat + " table \"" + table + "\": "
                        + Failures.firstLine(denied.text()) + " An administrator can allow it: "
                        + table.byHand() + ".grant(\"" + user + "\", {read: true, write: true})",
                denied);
    }
}
