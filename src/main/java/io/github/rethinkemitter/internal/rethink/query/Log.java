package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.flow.Excerpt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/** The messages of this package. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.rethink");

    private Log() {}

    static void positionExpired(TableName positions, String subscriber, Instant written) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0246 deleted the position of subscriber \"" + new Excerpt(subscriber) + "\" in table \""
                        + positions + "\", which was written last at " + written
                        + ": longer ago than rethink.emitter.position-expiry. If that subscriber comes back, it begins anew");
    }
}
