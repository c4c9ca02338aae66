package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** Says how long to wait before the next attempt: doubling, the upper half of it left to chance. Used by one thread. */
final class ExponentialBackoff {

    private final Backoff limits;
    private final DoubleSupplier chance;
    private int failures;

    /** @param chance from 0 to 1; spreads servers that lost the database at the same moment */
    ExponentialBackoff(Backoff limits, DoubleSupplier chance) {
        this.limits = limits;
        this.chance = chance;
    }

    static ExponentialBackoff random(Backoff limits) {
        return new ExponentialBackoff(limits, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** How long to wait after one more failure. */
    Duration next() {
        double most = limits.max().toNanos();
        // Stopping at 30 doublings keeps the shift in bounds; the maximum is reached long before.
        double doubled = (double) limits.first().toNanos() * (1L << Math.min(failures, 30));
        failures++;
        return Duration.ofNanos((long) (Math.min(doubled, most) * (1 + chance.getAsDouble()) / 2));
    }

    /** An attempt succeeded. */
    void reset() {
        failures = 0;
    }
}
