package io.github.rethinkemitter.internal.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one publisher that are stored by one insert, in the order of their {@code seq}.
 *
 * @param packId the id of the one document that holds all of them; null when each is a document of its own
 */
public record Batch(List<OutgoingEvent> events, @Nullable String packId) {

    public Batch {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one event");
        }
    }

    /** Events of which each is a document of its own. */
    public Batch(List<OutgoingEvent> events) {
        this(events, null);
    }
}
