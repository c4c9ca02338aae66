package io.github.rethinkemitter.internal.subscribe;

import java.time.Duration;

/** How wide the next range of a backlog is to be, so that its events just fit into the buffer. Learns from earlier ranges. */
final class SliceWidth {

    private static final long SHORTEST = 1;
    private static final long LONGEST = Duration.ofDays(1).toMillis();
    private static final double AIM = 0.75; // of the limit: if there are a few more events, none is to be read twice
    private static final int STEP = 8; // the table may be much fuller, or emptier, a little further on

    private long millis = Duration.ofSeconds(1).toMillis();

    Duration get() {
        return Duration.ofMillis(millis);
    }

    void learn(SliceRead range) {
        double fill = range.isGivenUp() ? Double.MAX_VALUE : range.buffer().wantedFill();
        double fitting = range.width().toMillis() * AIM / Math.max(fill, Double.MIN_NORMAL);
        double next = Math.max(Math.min(fitting, (double) millis * STEP), (double) millis / STEP);
        millis = Math.max(SHORTEST, Math.min(LONGEST, (long) next));
    }

    /** Whether so short a time has much fewer events than a feed may bring at once. */
    boolean isMuchLongerThan(Duration time) {
        return time.toMillis() < millis / (2L * BufferLimit.SLICE);
    }
}
