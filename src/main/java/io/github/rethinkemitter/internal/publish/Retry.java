package io.github.rethinkemitter.internal.publish;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When a failed insert may go again on a session that stays open. Used by one thread. */
final class Retry {

    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MAX = TimeUnit.SECONDS.toNanos(2);

    private final LongSupplier nanoTime;
    private long delay = FIRST;
    private long failedAt;
    private long wait;

    Retry(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void failed() {
        // Inserts that were under way together fail together: that is one failure.
        if (nanosLeft() > 0) {
            return;
        }
        failedAt = nanoTime.getAsLong();
        // Half of it is left to chance: all servers see a failover at the same moment.
        wait = delay / 2 + ThreadLocalRandom.current().nextLong(delay / 2 + 1);
        delay = Math.min(MAX, delay * 2);
    }

    void succeeded() {
        delay = FIRST;
        wait = 0;
    }

    /** Nothing left to wait for, or how long. */
    long nanosLeft() {
        return wait == 0 ? 0 : Math.max(0, wait - (nanoTime.getAsLong() - failedAt));
    }
}
