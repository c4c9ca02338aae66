package io.github.rethinkemitter.embedded;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What the embedded server logs, RTH08xx. */
final class Log {
    private static final Logger LOG = System.getLogger("io.github.rethinkemitter.embedded");

    private Log() {}

    static void started(String uri) {
        LOG.log(
                Level.INFO,
                () -> "RTH0801 embedded RethinkDB listens on " + uri
                        + "; it keeps everything in memory and is for development and tests");
    }

    static void stopped(String uri) {
        LOG.log(Level.DEBUG, () -> "RTH0802 embedded RethinkDB on " + uri + " stopped, its data is gone");
    }

    static void refused(String reason) {
        LOG.log(Level.DEBUG, () -> "RTH0803 embedded RethinkDB refused a client: " + reason);
    }

    static void failed(Throwable cause) {
        LOG.log(Level.ERROR, () -> "RTH0804 embedded RethinkDB could not run a query; please report this", cause);
    }

    static void threadsLeft(String uri) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0805 embedded RethinkDB on " + uri + " stopped, but a thread of it did not end in time");
    }
}
