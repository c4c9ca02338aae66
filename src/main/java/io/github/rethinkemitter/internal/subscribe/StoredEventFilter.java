package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.StoredEvent;

/** Decides which stored events are to be delivered. */
final class StoredEventFilter {

    private final Resequencer sequence;
    private final SubscriptionProgress progress;
    private final String ownSrc;

    /** @param ownSrc this server's own publisher */
    StoredEventFilter(Resequencer sequence, SubscriptionProgress progress, String ownSrc) {
        this.sequence = sequence;
        this.progress = progress;
        this.ownSrc = ownSrc;
    }

    /**
     * Whether to deliver an event. Not if it came before, nor if it is older than the subscription: then only its number is
     * noted.
     */
    boolean wants(StoredEvent event, SubscriptionStart start) {
        return !sequence.isKnown(event) && !(start.isAfter(event) && noteAsHandled(event));
    }

    // False for an event that only seems older than the subscription. This server publishes nothing before its
    // subscription has begun, whatever the clocks say.
    private boolean noteAsHandled(StoredEvent event) {
        boolean noted = !ownSrc.equals(event.src()) && sequence.noteOlderThanSubscription(event);
        if (noted) {
            progress.noteOlderThanSubscription(event);
        }
        return noted;
    }
}
