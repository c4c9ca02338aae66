package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Pack;
import java.util.List;

/** Which events that wait together become one document. */
final class Packing {

    // So few are stored as fast on their own, and everybody's queries see them.
    static final int FEWEST_EVENTS = 8;

    // Larger documents are hardly faster, and subscribers read a document as a whole.
    static final int MOST_EVENTS = 512;
    static final int MOST_CHARACTERS = 256 << 10;

    private Packing() {}

    /** Whether these events, which were taken from the queue together, become one document. */
    static boolean isPacked(List<QueuedEvent> events, PublishSettings settings) {
        return settings.pack() == Pack.AUTO
                && events.size() >= FEWEST_EVENTS
                && events.size() <= MOST_EVENTS
                && size(events) <= MOST_CHARACTERS;
    }

    /** How many characters of JSON the events have. */
    static long size(List<QueuedEvent> events) {
        long size = 0;
        for (QueuedEvent event : events) {
            size += event.size();
        }
        return size;
    }

    /** How many events one insert has at most. */
    static int mostEvents(PublishSettings settings) {
        return settings.pack() == Pack.AUTO ? Math.max(MOST_EVENTS, settings.batchSize()) : settings.batchSize();
    }
}
