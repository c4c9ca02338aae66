package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Backoff;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Counts attempts, and says how long to wait before the next: doubling, the upper half of it left to chance. */
final class Retry {

    private final Backoff backoff;
    private final DoubleSupplier chance;
    private int attempt;

    /**
     * Begins with attempt 1.
     *
     * @param chance from 0 to 1; spreads servers that lost the database at the same moment
     */
    Retry(Backoff backoff, DoubleSupplier chance) {
        this.backoff = backoff;
        this.chance = chance;
    }

    /** The attempt that {@link #next} was the wait for. */
    int attempt() {
        return attempt;
    }

    /** Goes on to the next attempt, and says how long to wait before it. */
    Duration next() {
        double most = backoff.max().toNanos();
        // Stopping at 30 doublings keeps the shift in bounds; the maximum is reached long before.
        double doubled = (double) backoff.first().toNanos() * (1L << Math.min(attempt, 30));
        attempt++;
        return Duration.ofNanos((long) (Math.min(doubled, most) * (1 + chance.getAsDouble()) / 2));
    }

    void reset() {
        attempt = 0;
    }
}
