package io.github.rethinkemitter.internal.publish;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** What this package logs: RTH01xx. */
final class Log {

    private static final Logger LOG = System.getLogger(Log.class.getPackageName());

    private Log() {}

    // RTH0101 and RTH0102 are messages of Topic, RTH0110 to RTH0120 those of Drops.

    static void late(int count, Duration limit) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0121 " + count + " events were acknowledged more than " + limit.toMillis()
                        + " ms after they were sent, and get a newer time, so that no server passes them by. See why the"
                        + " database is slow; if that is usual, make rethink.emitter.resume-overlap longer");
    }
}
