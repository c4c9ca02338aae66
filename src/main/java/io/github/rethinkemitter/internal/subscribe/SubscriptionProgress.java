package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.time.Instant;

/**
 * How far this subscription has come; outlives the feeds. Safe for use by many threads.
 *
 * @param start where it once began
 */
record SubscriptionProgress(Instant start, PositionKeeper position, HandledEvents handled) {

    /** Begins at a position, with nothing handled. */
    static SubscriptionProgress at(Instant position, Instant start, boolean lasting) {
        return new SubscriptionProgress(start, new PositionKeeper(position), new HandledEvents(lasting));
    }

    void isHandled(StoredEvent event) {
        handled.add(event);
        position.handled(event.ts());
    }

    /** Something will not be handled by this process: what comes from here on comes again after a restart. */
    void freeze() {
        position.freeze();
        handled.freeze();
    }

    /** From where on the table is read again after a restart. */
    Instant from(Duration overlap) {
        return before(position.position(), overlap);
    }

    /** From where on the table is read now. A clock that was set back gives new events older times. */
    Instant from(Instant now, Duration overlap) {
        Instant reached = position.position();
        return before(now.isBefore(reached) ? now : reached, overlap);
    }

    /** So much earlier, but not before the epoch, which stands for all that is there. */
    static Instant before(Instant time, Duration overlap) {
        return time.isAfter(Instant.EPOCH.plus(overlap)) ? time.minus(overlap) : Instant.EPOCH;
    }
}
