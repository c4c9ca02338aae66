package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.ParkedState;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the stored events. Null chooses all.
 *
 * @param states one of these; not empty
 * @param observer the observer's name; one that has a number after it, as {@code name#2}, is chosen as well
 * @param topic a topic, or a pattern as in {@link TopicPattern}
 * @param cause the class of the failure, its full name or the part after the last dot
 * @param olderThan stored first so long ago, by the database's clock
 */
public record ParkedFilter(
        Set<ParkedState> states,
        @Nullable String observer,
        @Nullable String topic,
        @Nullable String cause,
        @Nullable Duration olderThan) {

    public ParkedFilter {
        states = Set.copyOf(states);
    }
}
