package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of an observer's attempt at an event, where it has to be stored.
 *
 * @param observer the observer's name
 * @param attempts how often it was called with the event
 * @param dueIn how long until the next attempt; null when none follows by itself
 * @param failure what it threw; null when it has not failed
 * @param group later events of this group wait for this one; null when none do
 */
public record AttemptOutcome(
        String observer,
        StoredEvent event,
        ParkedState state,
        ParkedReason reason,
        int attempts,
        @Nullable Duration dueIn,
        @Nullable Throwable failure,
        @Nullable String group) {}
