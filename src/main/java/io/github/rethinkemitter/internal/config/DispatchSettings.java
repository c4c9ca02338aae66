package io.github.rethinkemitter.internal.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How events are handed to observers.
 *
 * @param bufferSize events that may wait for observers or be with them
 * @param bufferBytes about how much memory these may take; one event may be larger
 * @param warnAfter how long a call of an observer may take before it counts as stuck
 * @param timeout how long a call may take before it is interrupted and counts as failed; null for any time
 * @param attempts what happens when a call has failed
 * @param parkedKeep how long parked events are kept after they were handled or discarded
 */
public record DispatchSettings(
        int bufferSize,
        int bufferBytes,
        Duration warnAfter,
        @Nullable Duration timeout,
        AttemptSettings attempts,
        Duration parkedKeep) {}
