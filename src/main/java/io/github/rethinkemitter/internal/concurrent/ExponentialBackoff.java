package io.github.rethinkemitter.internal.concurrent;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Says how long to wait before the next attempt. The time doubles with each failure up to a maximum, and its upper half is
 * left to chance, because many servers lose the database at the same moment. Used by one thread at a time.
 */
public final class ExponentialBackoff {

    // Keeps the shift within a long. Any maximum is reached long before.
    private static final int MOST_DOUBLINGS = 30;

    private final Duration first;
    private final Duration max;
    private final DoubleSupplier chance;
    private int failures;

    /** @param chance gives numbers from 0 to 1 */
    ExponentialBackoff(Duration first, Duration max, DoubleSupplier chance) {
        this.first = first;
        this.max = max;
        this.chance = chance;
    }

    public static ExponentialBackoff random(Duration first, Duration max) {
        return new ExponentialBackoff(
                first, max, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** How long to wait after one more failure. */
    public Duration next() {
        double doubled = (double) first.toNanos() * (1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        double longest = Math.min(doubled, (double) max.toNanos());
        return Duration.ofNanos((long) (longest * (1 + chance.getAsDouble()) / 2));
    }

    /** An attempt succeeded. */
    public void reset() {
        failures = 0;
    }
}
