package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.flow.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a timeline that is too long to be held, slice by slice: a range of {@code ts} each, read in no order, which is six
 * times as fast for the database as reading in order, and sorted here. Slices become wider and narrower so that one is about
 * what may be held; of one that has more, the oldest part counts. One is read while the one before it is handed out.
 */
final class Backlog implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Timeline timeline;
    private final Supplier<Sieve> sieves;
    private final Duration latest; // how long after its ts an event may come into the table
    private final Width width = new Width();
    private Instant at; // where the next slice begins
    private Instant now = Instant.MIN; // when it was asked for last; no later than the present
    private Instant settled =
            Instant.MAX; // when the first slice was read to which events may still have come afterwards
    private boolean gap = true; // whether there may be nothing for long from here on
    private @Nullable Reading reading;
    private @Nullable IOException failure; // of reading ahead

    /** @param sieves have room for a slice each; two are filled at a time */
    Backlog(Timeline timeline, Instant from, Supplier<Sieve> sieves, Duration latest) {
        this.timeline = timeline;
        this.at = from;
        this.sieves = sieves;
        this.latest = latest;
    }

    /**
     * A part of the backlog.
     *
     * @param events in order
     * @param end everything older than this was read
     * @param settled what is not older than this may have come into the table after it was read
     */
    record Slice(List<Stored> events, Instant end, Instant settled) {

        /** Everything older than this was in the slices so far. */
        Instant reached() {
            return reached(end);
        }

        /** Everything older than this was in the slices so far, when of this one no more is taken than to this time. */
        Instant reached(Instant to) {
            return earlier(to, settled);
        }
    }

    /** Everything older than this was in the slices so far, but for what came into the table late. */
    Instant reached() {
        return earlier(at, settled);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** The next slice, while the one after it is being read; null when there is none, because the present is reached. */
    @Nullable
    Slice next() throws IOException, InterruptedException {
        if (failure != null) {
            throw failure;
        }
        Reading current = reading != null ? reading : begin();
        while (current != null) {
            reading = current;
            current.finish();
            close();
            width.learn(current);
            if (!current.isGivenUp()) {
                at = current.complete();
                gap = current.isEmpty();
                var slice = new Slice(current.sieve().take(), at, settled);
                readAhead();
                return slice;
            }
            current = begin();
        }
        return null;
    }

    /** Takes what has come meanwhile of the slice that is being read. */
    void readOn() throws InterruptedException {
        if (reading != null) {
            reading.goOn();
        }
    }

    // What was read is handed out before a failure is told: else nothing would ever be where no link lasts for long.
    // Nor is anything found to be the end before that: it may take long.
    private void readAhead() {
        try {
            if (at.isBefore(now) && !gap) {
                reading = begin();
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /**
     * Begins to read a slice; null when the present is reached, or so nearly that the rest is for a feed. The time is asked
     * for before the table is: what it does not have may come after that time.
     */
    private @Nullable Reading begin() throws IOException {
        boolean mayBeLast = gap || !at.isBefore(now);
        if (mayBeLast || mayGain(end())) {
            now = timeline.now();
        }
        if (mayBeLast && (gap ? !skip() : isNearly())) {
            return null;
        }
        if (mayGain(end())) {
            settled = now;
        }
        return new Reading(timeline, at, end(), sieves.get());
    }

    /** Goes on to the next event; false when there is none. */
    private boolean skip() throws IOException {
        Instant oldest = timeline.oldest(at);
        if (oldest == null || !oldest.isBefore(now)) {
            at = at.isAfter(now) ? at : now;
            return false;
        }
        at = oldest;
        return true;
    }

    // Where events come all the time there are always some more.
    private boolean isNearly() {
        Duration left = Duration.between(at, now);
        return left.compareTo(SOON) < 0 && width.isMuchLongerThan(left);
    }

    // Whether this is the first range to which events may still come.
    private boolean mayGain(Instant end) {
        return settled.equals(Instant.MAX) && end.plus(latest).isAfter(now);
    }

    private Instant end() {
        return earlier(at.plus(width.get()), now);
    }

    @Override
    public void close() {
        if (reading != null) {
            reading.close();
            reading = null;
        }
    }
}
