package io.github.rethinkemitter.internal.runtime;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time that a stop may take: the configured time for the application's events and observers, and a little more for
 * this library's own threads. Time counts between {@link #begin} and {@link #pause} only, because a container may do
 * other things between the two steps of a stop. Used by one thread at a time.
 */
final class StopBudget {

    /** For threads that were closed to end, and for the last answers of the database. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private Duration leastForStoring;
    private final LongSupplier nanoTime;
    private long left;
    private long grace = GRACE.toNanos();
    private long begun;

    StopBudget(Duration timeout, LongSupplier nanoTime) {
        this.left = timeout.toNanos();
        // If the database can be reached, events are stored well within this time.
        this.leastForStoring = timeout.compareTo(Duration.ofSeconds(1)) < 0 ? timeout : Duration.ofSeconds(1);
        this.nanoTime = nanoTime;
    }

    void begin() {
        begun = nanoTime.getAsLong();
    }

    void pause() {
        long used = nanoTime.getAsLong() - begun;
        grace -= Math.max(0, used - left);
        left = Math.max(0, left - used);
    }

    /** Ends the time: from now on the stop does not wait for anything. */
    void expire() {
        left = 0;
        grace = 0;
        leastForStoring = Duration.ZERO;
    }

    /** How long to wait for observers. */
    Duration forObservers() {
        return positive(left - used());
    }

    /** How long to wait until events are stored: the same, but at least a little when observers took all the time. */
    Duration forStoring() {
        var rest = forObservers();
        return rest.compareTo(leastForStoring) < 0 ? leastForStoring : rest;
    }

    /** How long to wait for this library's own work. */
    Duration forItself() {
        return positive(left + grace - used());
    }

    /**
     * How long to wait for one thread: not for all of the time that is left, so that the others get some if it hangs.
     */
    Duration forOneThread() {
        return positive(Math.min(GRACE.toNanos(), left + grace - used()) / 2);
    }

    private long used() {
        return nanoTime.getAsLong() - begun;
    }

    private static Duration positive(long nanos) {
        return Duration.ofNanos(Math.max(0, nanos));
    }
}
