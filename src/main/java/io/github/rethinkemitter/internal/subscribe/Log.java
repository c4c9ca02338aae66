package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Excerpt;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader.Wanted;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/** What this package logs: RTH03xx. */
final class Log {

    private static final Logger LOG = System.getLogger("io.github.rethinkemitter.subscribe");

    private Log() {}

    static void following(Instant from) {
        LOG.log(Level.DEBUG, () -> "RTH0301 following events from " + from);
    }

    static void overflow(String message) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0302 the feed fell behind: " + new Excerpt(message)
                        + " Nothing is lost, it is read again from the position."
                        + " If this comes often, make observers faster or rethink.emitter.changefeed-queue-size larger");
    }

    static void late(String src, long seq) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0303 event " + seq + " of publisher \"" + new Excerpt(src)
                        + "\" came after later ones were handed out, and is"
                        + " observed out of order. If this comes often, make rethink.emitter.repeat-wait longer, or"
                        + " rethink.emitter.subscribe.buffer-size larger");
    }

    static void missed(String cause) {
        LOG.log(Level.WARNING, () -> "RTH0304 " + cause);
    }

    static void found(Wanted wanted, int count) {
        LOG.log(
                Level.DEBUG,
                () -> "RTH0305 looked up events " + wanted.first() + " to " + wanted.last() + " of publisher \""
                        + new Excerpt(wanted.src()) + "\", found " + count);
    }

    static void readInSlices(int limit) {
        LOG.log(
                Level.INFO,
                () -> "RTH0307 more than " + limit + " events wait to be caught up on; they are read in slices");
    }

    static void resumed(String subscriber, Instant position) {
        LOG.log(
                Level.INFO,
                () -> "RTH0308 subscriber \"" + subscriber + "\" continues from its position of " + position);
    }

    static void deaf(String why) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0309 the feed is deaf: " + why + ". Nothing is lost, it is opened again from the position");
    }

    // RTH0310 is the message of an exception in PositionWriter, RTH0312 in StartPositionResolver.

    static String overtaken(String subscriber, String owner) {
        return "RTH0311 the position of subscriber \"" + subscriber + "\" is now written by another server ("
                + new Excerpt(owner)
                + "); this one continues, but its own position is lost when it stops. Give each server a"
                + " rethink.emitter.subscriber of its own, and restart this one";
    }

    static void idsForgotten(int limit) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0313 more than " + limit
                        + " events of other libraries came within the time that is read again"
                        + " after an interruption. The oldest are forgotten, and may be observed a second time after one."
                        + " Make rethink.emitter.resume-overlap shorter, or let these events be triggered by this library");
    }

    static String laterVersion(StoredEvent event) {
        return "RTH0314 document \"" + new Excerpt(event.id()) + "\" of publisher \""
                + new Excerpt(String.valueOf(event.src())) + "\" is of version " + event.laterVersion()
                + ", which this server cannot read. It observes other events, and leaves those of later versions to the"
                + " time after a restart: the position of a named subscriber stays before them. Update the library of this"
                + " server; if another program wrote the document, delete it and restart this server";
    }

    // RTH0306 is the message of the exception in MalformedDocuments.
}
