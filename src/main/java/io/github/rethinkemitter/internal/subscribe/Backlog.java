package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a timeline that is too long to be held, slice by slice: a range of {@code ts} each, read in no order, which is six
 * times as fast for the database as reading in order, and sorted here. Slices become wider and narrower so that one is about
 * what may be held; of one that has more, the oldest part counts. Two are read while the one before them is handed out.
 */
final class Backlog implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int AHEAD = 2; // slices: or the database rests between the end of one and the next question

    private final Timeline timeline;
    private final Supplier<SliceBuffer> sieves;
    private final Duration latest; // how long after its ts an event may come into the table
    private final SliceWidth width = new SliceWidth();
    private Instant at; // where the next reading begins
    private Instant now = Instant.MIN; // when it was asked for last; no later than the present
    private Instant settled =
            Instant.MAX; // when the first slice was read to which events may still have come afterwards
    private boolean gap = true; // whether there may be nothing for long from here on
    private final Deque<SliceRead> readings = new ArrayDeque<>(); // under way, each from where the one before it ends
    private @Nullable IOException failure; // of reading ahead

    /** @param sieves have room for a slice each; one is filled while another is handed out */
    Backlog(Timeline timeline, Instant from, Supplier<SliceBuffer> sieves, Duration latest) {
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
    record Slice(List<StoredEvent> events, Instant end, Instant settled) {

        /** Everything older than this was in the slices so far. */
        Instant reached() {
            return reached(end);
        }

        /** Everything older than this was in the slices so far, when of this one no more is taken than to this time. */
        Instant reached(Instant to) {
            return earlier(to, settled);
        }
    }

    /** Everything older than this was in the slices, but for what came into the table late. For when there are no more. */
    Instant reached() {
        return earlier(at, settled);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** The next slice, while those after it are being read; null when there is none, because the present is reached. */
    @Nullable
    Slice next() throws IOException, InterruptedException {
        while (ensureReading()) {
            SliceRead current = readings.element();
            current.finish();
            readings.remove().close();
            width.learn(current);
            if (!current.isWhole()) {
                goBackTo(current.complete());
            }
            if (!current.isGivenUp()) {
                gap = current.isEmpty();
                var slice = new Slice(current.sieve().take(), current.complete(), settled);
                readAhead(current.isWhole() ? AHEAD : 1);
                return slice;
            }
        }
        return null;
    }

    // Begins to read where nothing is under way; false when there is nothing left.
    private boolean ensureReading() throws IOException {
        if (readings.isEmpty() && failure != null) {
            throw failure;
        }
        return !readings.isEmpty() || begin();
    }

    // What is being read from further on would leave out what lies between.
    private void goBackTo(Instant complete) {
        close();
        at = complete;
    }

    /** Takes what has come meanwhile of the slice that is being read. */
    void readOn() throws InterruptedException {
        if (!readings.isEmpty()) {
            readings.element().goOn();
        }
    }

    // What was read is handed out before a failure is told: else nothing would ever be where no link lasts for long.
    // Nor is anything found to be the end before that: it may take long.
    private void readAhead(int most) {
        try {
            while (at.isBefore(now) && !gap && mayBegin(most)) {
                begin();
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    // Two only where nothing is waited for in between, and the width of the next is known well.
    private boolean mayBegin(int most) {
        return failure == null && readings.size() < (mayGain(end()) ? 1 : most);
    }

    /**
     * Begins to read a slice; false when the present is reached, or so nearly that the rest is for a feed. The time is asked
     * for before the table is: what it does not have may come after that time.
     */
    private boolean begin() throws IOException {
        boolean mayBeLast = gap || !at.isBefore(now);
        if (mayBeLast || mayGain(end())) {
            now = timeline.now();
        }
        if (mayBeLast && (gap ? !skip() : isNearly())) {
            return false;
        }
        if (mayGain(end())) {
            settled = now;
        }
        Instant end = end();
        readings.add(new SliceRead(timeline, at, end, sieves.get()));
        at = end;
        return true;
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
        readings.forEach(SliceRead::close);
        readings.clear();
    }
}
