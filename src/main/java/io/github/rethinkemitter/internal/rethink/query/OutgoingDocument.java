package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import java.util.List;

/**
 * A document on its way into the table.
 *
 * @param id primary key
 * @param events the events of a pack, or the one event that the document is
 */
record OutgoingDocument(String id, List<OutgoingEvent> events, boolean isPack) {

    static List<OutgoingDocument> of(Batch batch) {
        return batch.packId() != null
                ? List.of(new OutgoingDocument(batch.packId(), batch.events(), true))
                : batch.events().stream()
                        .map(event -> new OutgoingDocument(event.id(), List.of(event), false))
                        .toList();
    }

    OutgoingEvent first() {
        return events.get(0);
    }

    /** About how many characters it adds to a query. */
    int size() {
        int size = 256;
        for (OutgoingEvent event : events) {
            size += event.content().size() + (isPack ? event.content().size() / 4 : 0);
        }
        return size;
    }
}
