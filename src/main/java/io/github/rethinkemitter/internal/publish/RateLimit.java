package io.github.rethinkemitter.internal.publish;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Limits reports of something that may happen often to one in an interval. Safe for use by many threads. */
final class RateLimit {

    private final long interval;
    private final LongSupplier nanoTime;
    private boolean reportedBefore;
    private long reportedAt;
    private long unreported;

    RateLimit(Duration interval, LongSupplier nanoTime) {
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Counts one occurrence. Returns how many there were since the last report, or 0 when none is to be made now. */
    synchronized long happened() {
        unreported++;
        long now = nanoTime.getAsLong();
        if (reportedBefore && now - reportedAt < interval) {
            return 0;
        }
        reportedBefore = true;
        reportedAt = now;
        long count = unreported;
        unreported = 0;
        return count;
    }
}
