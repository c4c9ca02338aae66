package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import java.io.IOException;

/**
 * Explains to a user that the database denies a right.
 *
 * @param user whose right is missing
 */
public record MissingRights(String user) {

    /**
     * The failure, or an exception that says which right is missing and how it is granted, if that is why the query failed.
     *
     * @param toDoWhat completes "may not … table"
     */
    public IOException explain(IOException failure, String toDoWhat, TableName table) {
        return failure instanceof QueryFailedException denied && denied.isDenied()
                ? new IOException(
                        "RTH0220 user \"" + user + "\" may not " + toDoWhat + " table \"" + table + "\": "
                                + Failures.firstLine(denied.text()) + " An administrator can allow it: "
                                + table.byHand() + ".grant(\"" + user + "\", {read: true, write: true})",
                        denied)
                : failure;
    }
}
