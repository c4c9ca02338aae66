package io.github.rethinkemitter.internal.runtime;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time that a stop may take: the configured one for the application's events and observers, and a little more for this
 * library's own. It runs only between {@link #begin} and {@link #pause}, because a container may do other things in between.
 * Used by one thread at a time.
 */
final class StopBudget {

    /** For a thread that was told to end to do so, and for the last answers of the database. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private Duration least;
    private final LongSupplier nanoTime;
    private long left;
    private long grace = GRACE.toNanos();
    private long begun;

    StopBudget(Duration timeout, LongSupplier nanoTime) {
        this.left = timeout.toNanos();
        // What is there already is stored in no time, if the database is there.
        this.least = timeout.compareTo(Duration.ofSeconds(1)) < 0 ? timeout : Duration.ofSeconds(1);
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

    /** Nothing is waited for any more. */
    void expire() {
        left = 0;
        grace = 0;
        least = Duration.ZERO;
    }

    /** For observers. */
    Duration forObservers() {
        return positive(left - used());
    }

    /** For what has to be stored: the same, but not nothing because observers took it all. */
    Duration forStoring() {
        var rest = forObservers();
        return rest.compareTo(least) < 0 ? least : rest;
    }

    /** For what this library does itself. */
    Duration forItself() {
        return positive(left + grace - used());
    }

    /** For one of its threads: not all that there is, for one that hangs must not take it from the others. */
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
