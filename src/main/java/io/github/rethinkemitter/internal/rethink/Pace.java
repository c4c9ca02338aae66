package io.github.rethinkemitter.internal.rethink;

import java.time.Duration;

/**
 * How closely the parts of a feed follow each other. Under load the server answers with one event at a time, and each part
 * costs some wake-ups, here and there; a moment's patience makes one part of many. Used by one thread.
 */
final class Pace {

    private static final long MOMENT = Duration.ofMillis(1).toNanos();

    // Beyond 2,000 events a second, over some twenty parts without a gap.
    private static final long CLOSE = Duration.ofNanos(500_000).toNanos();
    private static final long FAR = Duration.ofMillis(10).toNanos();
    private static final int WEIGHT = 8;

    // What comes in large parts has no need to wait.
    private static final int LARGE = 32;

    private long tookAt;
    private long perEvent = FAR; // nanoseconds, the mean of the last parts
    private boolean large;

    Pace(long now) {
        tookAt = now;
    }

    /** A part came. */
    void took(int events, long now) {
        long each = Math.min(FAR, (now - tookAt) / Math.max(1, events));
        perEvent += (each - perEvent) / WEIGHT;
        large = events >= LARGE;
        tookAt = now;
    }

    /** Whether the next part should be asked for only at {@link #next}. */
    boolean isClose() {
        return perEvent < CLOSE && !large;
    }

    /** When to ask for the next part. */
    Deadline next() {
        return new Deadline(tookAt + MOMENT);
    }
}
