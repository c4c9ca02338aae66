package io.github.rethinkemitter.internal.flow;

import java.util.List;

/** Events of one publisher that are stored by one insert, in the order of their {@code seq}. */
public record Batch(List<OutgoingEvent> events) {

    public Batch {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one event");
        }
    }
}
