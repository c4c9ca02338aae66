package io.github.rethinkemitter.internal.timeline;

/**
 * When the next event of a replay may be given. Time in which no event was given is not made up for, except the little by which the
 * system wakes threads late. Used by one thread.
 */
final class Pace {

    private static final long LATE = 10_000_000;
    // Long enough to be never, and short enough to be compared with the present.
    private static final double LONGEST = Long.MAX_VALUE / 4.0;

    private final long interval;
    private long due;

    /** @param now in nanoseconds, when the first event may be given */
    Pace(double perSecond, long now) {
        this.interval = (long) Math.min(1e9 / perSecond, LONGEST);
        this.due = now;
    }

    /** How long until the next event may be given: 0 or less for now. */
    long untilNext(long now) {
        return due - now;
    }

    /** An event is given. */
    void given(long now) {
        due = Math.max(due - now, -LATE) + now + interval;
    }
}
