package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import java.io.IOException;

/** What to say when the database denies a right. */
public final class MissingRights {

    private MissingRights() {}

    public static IOException missing(String user, TableName table, String toDoWhat, QueryFailedException denied) {
        return new IOException(
                "RTH0220 user \"" + user + "\" may not " + toDoWhat + " table \"" + table + "\": "
                        + Failures.firstLine(denied.text()) + " An administrator can allow it: "
                        + table.byHand() + ".grant(\"" + user + "\", {read: true, write: true})",
                denied);
    }
}
