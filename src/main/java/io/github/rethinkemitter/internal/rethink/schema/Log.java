package io.github.rethinkemitter.internal.rethink.schema;

import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The messages of this package. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.rethink");

    private Log() {}

    static void created(String what) {
        LOGGER.log(Level.INFO, () -> "RTH0240 created " + what + ", which was missing");
    }

    static void duplicateDropped(TableName table, String id) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0241 table \"" + table + "\" was created twice at the same time; dropped the empty one, "
                        + id);
    }

    static void duplicateKept(TableName table, String renamed) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0242 table \"" + table + "\" existed twice, and both had documents; one is called \""
                        + renamed + "\" now. Copy what you need from it and drop it");
    }

    static void sweepsUnguarded(TableName positions, MissingTableException why) {
        LOGGER.log(
                Level.INFO,
                () -> "RTH0244 without table \"" + positions + "\" each server deletes the events of persist=false by"
                        + " itself, which costs the database more. " + why.getMessage());
    }

    static void replicasUnknown(TableName table, TableName like, QueryFailedException cause) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0245 table \"" + table + "\" is made with one replica, because how many \"" + like
                        + "\" has is not told: " + Failures.firstLine(cause.text()) + " Reconfigure it if it has to"
                        + " survive the loss of a server");
    }
}
