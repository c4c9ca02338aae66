package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Reads a timeline that is too long to be held, slice by slice: a range of {@code ts} each, read in no order, which is six
 * times as fast for the database as reading in order, and sorted here. Slices become wider and narrower so that one is about
 * what may be held; of one that has more, the oldest part counts.
 */
final class Backlog {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int GIVE_UP = 8;

    private final Timeline timeline;
    private final Supplier<Sieve> sieves;
    private final int limit;
    private final Duration latest; // how long after its ts an event may come into the table
    private Instant at;
    private Instant settled =
            Instant.MAX; // when the first slice was read to which events may still have come afterwards
    private Duration width = FIRST;

    Backlog(Timeline timeline, Instant from, Supplier<Sieve> sieves, SubscribeSettings settings) {
        this.timeline = timeline;
        this.at = from;
        this.sieves = sieves;
        this.limit = settings.bufferSize();
        this.latest = settings.resumeOverlap();
    }

    /** Where the next slice begins. */
    Instant at() {
        return at;
    }

    /** Everything older than this was in the slices so far, but for what came into the table late. */
    Instant reached() {
        return at.isBefore(settled) ? at : settled;
    }

    /** Goes on to the next slice; false when there is none, because the present is reached. */
    boolean next(Slices into) throws IOException, InterruptedException {
        Instant now = timeline.now();
        Instant oldest = timeline.oldest(at);
        if (oldest == null || !oldest.isBefore(now)) {
            at = at.isAfter(now) ? at : now;
            return false;
        }
        at = oldest;
        Instant to = at.plus(width).isBefore(now) ? at.plus(width) : now;
        if (to.plus(latest).isAfter(now) && settled.equals(Instant.MAX)) {
            settled = now;
        }
        Sieve sieve = sieves.get();
        if (!read(to, sieve)) {
            narrow(GIVE_UP);
            return true;
        }
        at = sieve.isCut() ? sieve.complete() : to;
        into.take(sieve);
        if (sieve.isCut()) {
            narrow(2);
        } else if (sieve.count() < limit / 2) {
            width = width.multipliedBy(2).compareTo(LONGEST) < 0 ? width.multipliedBy(2) : LONGEST;
        }
        return true;
    }

    /** Takes what a slice brought. */
    interface Slices {
        void take(Sieve slice) throws IOException, InterruptedException;
    }

    // False when there is so much more than may be held that a narrower slice is cheaper than the rest of this one.
    private boolean read(Instant to, Sieve sieve) throws IOException, InterruptedException {
        boolean mayGiveUp = width.compareTo(SHORTEST) > 0;
        try (Feed stored = timeline.read(at, to)) {
            while (true) {
                FeedItem item = stored.poll(IDLE);
                if (item instanceof FeedItem.Initial initial) {
                    sieve.add(initial.event());
                } else if (item instanceof FeedItem.Ready) {
                    return true;
                } else if (item instanceof FeedItem.Ended ended) {
                    throw ended.cause();
                }
                if (mayGiveUp && sieve.count() > (long) GIVE_UP * limit) {
                    return false;
                }
            }
        }
    }

    private void narrow(int by) {
        Duration narrower = width.dividedBy(by);
        width = narrower.compareTo(SHORTEST) > 0 ? narrower : SHORTEST;
    }
}
