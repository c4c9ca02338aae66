package io.github.rethinkemitter.internal.config;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;

/** What this package logs: RTH0532 and RTH0533. */
final class Log {

    private static final Logger LOG = System.getLogger("io.github.rethinkemitter.config");

    private Log() {}

    static void unconfigured(String missing) {
        LOG.log(Level.INFO, () -> "RTH0532 " + missing + ". Set rethink.emitter.url to the database's address");
    }

    static void exposed(Collection<?> hosts) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0533 the connections to " + hosts + " have a password but no TLS: payloads can be read on the"
                        + " way, and the password be guessed from what is seen of the login. Use a url with rethinkdbs://,"
                        + " or set rethink.emitter.tls=true");
    }
}
