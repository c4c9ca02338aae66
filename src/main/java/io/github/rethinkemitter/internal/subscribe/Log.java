package io.github.rethinkemitter.internal.subscribe;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/** What this package logs: RTH03xx. */
final class Log {

    private static final Logger LOG = System.getLogger(Log.class.getPackageName());

    private Log() {}

    static void following(Instant from) {
        LOG.log(Level.DEBUG, () -> "RTH0301 following events from " + from);
    }

    static void overflow(String message) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0302 the feed fell behind: " + message
                        + " Nothing is lost, it is read again from the position."
                        + " If this comes often, make observers faster or rethink.emitter.changefeed-queue-size larger");
    }

    static void late(String src, long seq) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0303 event " + seq + " of publisher \"" + src
                        + "\" came after later ones were handed out, and is"
                        + " observed out of order. If this comes often, make rethink.emitter.order-wait longer");
    }

    static void missed(String cause) {
        LOG.log(Level.WARNING, () -> "RTH0304 " + cause);
    }

    static void found(String src, long first, long last, int count) {
        LOG.log(
                Level.DEBUG,
                () -> "RTH0305 looked up events " + first + " to " + last + " of publisher \"" + src + "\", found "
                        + count);
    }

    static void inParts(int limit) {
        LOG.log(
                Level.INFO,
                () -> "RTH0307 more than " + limit
                        + " events wait to be caught up on; the feed is opened again for the next");
    }

    // RTH0306 is the message of the exception in MalformedDocuments.
}
