package io.github.rethinkemitter.internal.publish;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets what may happen often be told at most once in an interval. Safe for use by many threads. */
final class RateLimit {

    private final long interval;
    private final LongSupplier nanoTime;
    private boolean told;
    private long toldAt;
    private long untold;

    RateLimit(Duration interval, LongSupplier nanoTime) {
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Notes that it happened. Says how often it did since it was last told, or 0 when it is not to be told now. */
    synchronized long happened() {
        untold++;
        long now = nanoTime.getAsLong();
        if (told && now - toldAt < interval) {
            return 0;
        }
        told = true;
        toldAt = now;
        long count = untold;
        untold = 0;
        return count;
    }
}
