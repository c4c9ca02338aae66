package io.github.rethinkemitter.internal.rethink.wire;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The messages of this package. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.rethink");

    private Log() {}

    static void closeFailed(Exception cause) {
        LOGGER.log(Level.DEBUG, () -> "RTH0243 closing a socket failed: " + Failures.reason(cause));
    }
}
