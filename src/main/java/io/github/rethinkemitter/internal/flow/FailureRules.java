package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.OnFailure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an observer says about its failures. What it leaves open is said by the settings of the channel.
 *
 * @param maxAttempts null for what the settings say
 * @param delay null for what the settings say
 * @param factor null for what the settings say
 * @param maxDelay null for what the settings say
 * @param retryOn names of classes, which stand for their subclasses; empty for all
 * @param parkOn names of classes after which there is no other attempt
 * @param then what becomes of an event after the last attempt; null for what the settings say
 */
public record FailureRules(
        @Nullable Integer maxAttempts,
        @Nullable Duration delay,
        @Nullable Double factor,
        @Nullable Duration maxDelay,
        List<String> retryOn,
        List<String> parkOn,
        OnFailure.@Nullable Then then) {

    /** All is said by the settings. */
    public static final FailureRules NONE = new FailureRules(null, null, null, null, List.of(), List.of(), null);

    public FailureRules {
        retryOn = List.copyOf(retryOn);
        parkOn = List.copyOf(parkOn);
    }
}
