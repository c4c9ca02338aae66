package io.github.rethinkemitter.internal.subscribe;

import java.time.Duration;

/** How wide a range of a backlog is to be so that what is in it may about be held, as those before have shown. */
final class SliceWidth {

    private static final long SHORTEST = 1;
    private static final long LONGEST = Duration.ofDays(1).toMillis();
    private static final double AIM = 0.75; // of what may be held: a little more than expected must not be read twice
    private static final int STEP = 8; // the table may be much fuller, or emptier, a little further on

    private long millis = Duration.ofSeconds(1).toMillis();

    Duration get() {
        return Duration.ofMillis(millis);
    }

    void learn(SliceRead range) {
        double fill = range.isGivenUp() ? Double.MAX_VALUE : range.sieve().fill();
        double fitting = range.width().toMillis() * AIM / Math.max(fill, Double.MIN_NORMAL);
        double next = Math.max(Math.min(fitting, (double) millis * STEP), (double) millis / STEP);
        millis = Math.max(SHORTEST, Math.min(LONGEST, (long) next));
    }

    /** Whether what is in so short a time is much less than the buffer holds. */
    boolean isMuchLongerThan(Duration time) {
        return time.toMillis() < millis / (2L * BufferLimit.SLICE);
    }
}
