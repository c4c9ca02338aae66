package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.OnFailure.Then;
import java.time.Duration;

/**
 * How often, and after what time, an observer that failed is called again with the same event.
 *
 * @param max the most calls of an observer with one event, the first included
 * @param delay before the second call
 * @param factor by which the time grows with each further call
 * @param maxDelay the longest time between two calls
 * @param then what becomes of the event after the last call, where the observer does not say it: never {@code CONFIGURED}
 */
public record AttemptSettings(int max, Duration delay, double factor, Duration maxDelay, Then then) {}
