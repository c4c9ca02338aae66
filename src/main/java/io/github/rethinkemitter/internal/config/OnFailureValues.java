package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.internal.flow.FailureRules;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of an {@code OnFailure} annotation as they are written.
 *
 * @param name empty for none
 * @param maxAttempts 0 for none
 * @param delay empty for none
 * @param factor 0 for none
 * @param maxDelay empty for none
 * @param retryOn names of classes
 * @param parkOn names of classes
 */
public record OnFailureValues(
        String name,
        int maxAttempts,
        String delay,
        double factor,
        String maxDelay,
        List<String> retryOn,
        List<String> parkOn) {

    /** Those of an observer without the annotation. */
    public static final OnFailureValues NONE = new OnFailureValues("", 0, "", 0, "", List.of(), List.of());

    private static final ValueFormat<String> NAME =
            ValueFormat.matching("letters, digits, _, . and -", "[A-Za-z0-9_.-]*");

    public OnFailureValues {
        retryOn = List.copyOf(retryOn);
        parkOn = List.copyOf(parkOn);
    }

    /**
     * Reads the values, and reports those that are out of range.
     *
     * @param method of the observer, for messages
     */
    public FailureRules rules(String method, Consumer<String> problems) {
        var reader = new Reader(method, problems);
        var unused = reader.read("name", NAME, name);
        var delay = reader.read("delay", Option.OBSERVER_DELAY.format(), this.delay);
        var maxDelay = reader.read("maxDelay", Option.OBSERVER_MAX_DELAY.format(), this.maxDelay);
        if (delay instanceof Duration shorter && maxDelay instanceof Duration longer && shorter.compareTo(longer) > 0) {
            problems.accept("RTH0545 " + method + " has @OnFailure(delay = \"" + this.delay + "\", maxDelay = \""
                    + this.maxDelay + "\"). Make the delay the shorter one");
        }
        return new FailureRules(
                (Integer) reader.read(
                        "maxAttempts",
                        Option.OBSERVER_MAX_ATTEMPTS.format(),
                        maxAttempts == 0 ? "" : String.valueOf(maxAttempts)),
                (Duration) delay,
                (Double) reader.read(
                        "factor", Option.OBSERVER_FACTOR.format(), factor == 0 ? "" : String.valueOf(factor)),
                (Duration) maxDelay,
                retryOn,
                parkOn,
                null);
    }

    private record Reader(String method, Consumer<String> problems) {

        @Nullable
        Object read(String member, ValueFormat<?> format, String text) {
            try {
                return text.isEmpty() ? null : format.read(text);
            } catch (IllegalArgumentException e) {
                problems.accept(
                        "RTH0545 " + method + " has @OnFailure(" + member + " = " + text + "). Use " + format.range());
                return null;
            }
        }
    }
}
