package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;

/**
 * What was stored before a subscription began. It only tells where its publishers stand.
 *
 * @param time when it began
 * @param numbered whether this holds for numbered events too; of a position that was written down it is known without this
 */
record SubscriptionStart(Instant time, boolean numbered) {

    /** Everything is wanted. */
    static final SubscriptionStart NONE = new SubscriptionStart(Instant.MIN, false);

    boolean isAbove(StoredEvent event) {
        return event.ts().isBefore(time) && (numbered || !event.isSequenced());
    }
}
