package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when a failed insert may be sent again on a session that stays open. Used by one thread at a time. */
final class RetryTimer {

    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration MAX = Duration.ofSeconds(2);

    private final LongSupplier nanoTime;
    private final ExponentialBackoff backoff = ExponentialBackoff.random(FIRST, MAX);
    private long failedAt;
    private long delay;

    RetryTimer(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** An insert failed. Inserts that are in flight together fail together: they count as one failure. */
    void failed() {
        if (nanosLeft() == 0) {
            failedAt = nanoTime.getAsLong();
            delay = backoff.next().toNanos();
        }
    }

    void succeeded() {
        backoff.reset();
        delay = 0;
    }

    /** How long until inserts may be sent again; 0 when they may be sent now. */
    long nanosLeft() {
        return delay == 0 ? 0 : Math.max(0, delay - (nanoTime.getAsLong() - failedAt));
    }
}
