package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;

/**
 * When the subscription began. Events stored before are not delivered; they are read only to learn the last number of each
 * publisher.
 *
 * @param time when the subscription began
 * @param coversNumbered whether numbered events are meant too. A lasting position with marks already tells which of them were
 *     handled
 */
record SubscriptionStart(Instant time, boolean coversNumbered) {

    /** No stored event is older than the subscription. */
    static final SubscriptionStart NONE = new SubscriptionStart(Instant.MIN, false);

    boolean isAfter(StoredEvent event) {
        return event.ts().isBefore(time) && (coversNumbered || !event.isSequenced());
    }
}
