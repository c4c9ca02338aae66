package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.internal.config.AttemptSettings;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Says whether an observer that failed is called again with the same event, and when. Safe for use by many threads. */
final class RetryPolicy {

    private static final int DEPTH = 20; // causes may form a circle

    private final AttemptSettings attempts;
    private final DoubleSupplier chance;

    /** @param chance gives numbers from 0 to 1 */
    RetryPolicy(AttemptSettings attempts, DoubleSupplier chance) {
        this.attempts = attempts;
        this.chance = chance;
    }

    int maxAttempts() {
        return attempts.max();
    }

    /** Whether an event may be given to the observer once more after so many attempts. */
    boolean hasAttemptsAfter(int attempt) {
        return attempt < attempts.max();
    }

    /** Whether another attempt may succeed where the observer threw this. */
    boolean isWorthAnother(Throwable failure) {
        var cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (failsAlways(cause)) {
                return false;
            }
            cause = cause.getCause();
        }
        return true;
    }

    // The same payload, classes and recursion lead to the same failure.
    private static boolean failsAlways(Throwable thrown) {
        return thrown instanceof PayloadMismatchException
                || thrown instanceof LinkageError
                || thrown instanceof StackOverflowError;
    }

    /**
     * How long to wait after an attempt. Half of the time is left to chance, because what an observer needs may have failed for
     * many events and servers at the same moment.
     */
    Duration delayAfter(int attempt) {
        double grown = attempts.delay().toNanos() * Math.pow(attempts.factor(), attempt - 1);
        double longest = Math.min(grown, (double) attempts.maxDelay().toNanos());
        return Duration.ofNanos((long) (longest * (1 + chance.getAsDouble()) / 2));
    }
}
