package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.internal.config.AttemptSettings;
import io.github.rethinkemitter.internal.flow.FailureRules;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/** Says whether an observer that failed is called again with the same event, and when. Safe for use by many threads. */
final class RetryPolicy {

    private static final int DEPTH = 20; // causes may form a circle

    private final AttemptSettings attempts;
    private final List<String> retryOn;
    private final List<String> parkOn;
    private final DoubleSupplier chance;

    /**
     * A policy for one observer.
     *
     * @param settings say what the rules leave open
     * @param chance gives numbers from 0 to 1
     */
    RetryPolicy(AttemptSettings settings, FailureRules rules, DoubleSupplier chance) {
        var delay = Objects.requireNonNullElse(rules.delay(), settings.delay());
        // Rules without a longest delay may have a delay that is longer than that of the settings.
        var longest = settings.maxDelay().compareTo(delay) > 0 ? settings.maxDelay() : delay;
        this.attempts = new AttemptSettings(
                Objects.requireNonNullElse(rules.maxAttempts(), settings.max()),
                delay,
                Objects.requireNonNullElse(rules.factor(), settings.factor()),
                Objects.requireNonNullElse(rules.maxDelay(), longest),
                Objects.requireNonNullElse(rules.then(), settings.then()));
        this.retryOn = rules.retryOn();
        this.parkOn = rules.parkOn();
        this.chance = chance;
    }

    /** Whether an event may be given to the observer once more after so many attempts. */
    boolean hasAttemptsAfter(int attempt) {
        return attempt < attempts.max();
    }

    /** Whether another attempt may succeed where the observer threw this. */
    boolean isWorthAnother(Throwable failure) {
        boolean retried = retryOn.isEmpty();
        var cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (failsAlways(cause) || isOfAny(parkOn, cause)) {
                return false;
            }
            retried |= isOfAny(retryOn, cause);
            cause = cause.getCause();
        }
        return retried;
    }

    /** Whether an event is parked when no attempt is left; if not, it counts as handled then. */
    boolean parks() {
        return attempts.then() != Then.SKIP;
    }

    /** Whether later events wait behind one that is parked. */
    boolean holds() {
        return attempts.then() == Then.HOLD;
    }

    // By name, because the wars of an enterprise archive may have several classes of a name.
    private static boolean isOfAny(List<String> names, Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != null && !names.isEmpty(); type = type.getSuperclass()) {
            if (names.contains(type.getName())) {
                return true;
            }
        }
        return false;
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
