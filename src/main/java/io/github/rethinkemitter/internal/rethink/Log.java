package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.flow.Excerpt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/** What this package tells the operator. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.rethink");

    private Log() {}

    static void created(String what) {
        LOGGER.log(Level.INFO, () -> "RTH0240 created " + what + ", which was missing");
    }

    static void twinDropped(TableName table, String id) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0241 table \"" + table + "\" was created twice at the same time; dropped the empty one, "
                        + id);
    }

    static void twinKept(TableName table, String renamed) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0242 table \"" + table + "\" existed twice, and both had documents; one is called \""
                        + renamed + "\" now. Copy what you need from it and drop it");
    }

    static void sweepsUnguarded(TableName positions, MissingTable why) {
        LOGGER.log(
                Level.INFO,
                () -> "RTH0244 without table \"" + positions + "\" each server deletes the events of persist=false by"
                        + " itself, which costs the database more. " + why.getMessage());
    }

    static void positionExpired(TableName positions, String subscriber, Instant written) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0246 deleted the position of subscriber \"" + new Excerpt(subscriber) + "\" in table \""
                        + positions + "\", which was written last at " + written
                        + ": longer ago than rethink.emitter.position-expiry. If that subscriber comes back, it begins anew");
    }

    static void replicasUnknown(TableName table, TableName like, QueryFailed cause) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0245 table \"" + table + "\" is made with one replica, because how many \"" + like
                        + "\" has is not told: " + Failures.firstLine(cause.text()) + " Reconfigure it if it has to"
                        + " survive the loss of a server");
    }

    static void closeFailed(Exception cause) {
        LOGGER.log(Level.DEBUG, () -> "RTH0243 closing a socket failed: " + Failures.reason(cause));
    }
}
