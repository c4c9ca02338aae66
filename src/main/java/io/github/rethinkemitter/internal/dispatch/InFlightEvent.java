package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.SingleDelivery;
import org.jspecify.annotations.Nullable;

/**
 * An event that the dispatching thread or an observer is not done with. It has one part for each observer that gets it,
 * and one for the dispatching thread, which ends when all observers have been given the event.
 */
final class InFlightEvent {

    final Delivery delivery;
    final @Nullable SingleDelivery single;
    final long weight;

    @Nullable
    InFlightEvent next; // in the queue; of an event that was taken from there, used by the dispatching thread alone

    // Guarded by InFlightEvents:
    int openParts = 1;
    int heldParts; // open parts that are in a stuck call or wait behind one
    int waitingParts; // open parts of observers that failed and get the event again
    boolean onlyWaits; // all open parts are waiting ones
    boolean countsAgainstBounds = true; // until all open parts are held or waiting, or none is open
    boolean leftUnhandled; // an observer did not get it

    boolean failed; // the only observer of a replayed event has failed for the last time; set before its part ends

    InFlightEvent(Delivery delivery) {
        this(delivery, null);
    }

    InFlightEvent(SingleDelivery single) {
        this(single.delivery(), single);
    }

    /** @param single what the event is to one observer alone; null when it came by the feed */
    private InFlightEvent(Delivery delivery, @Nullable SingleDelivery single) {
        this.delivery = delivery;
        this.single = single;
        this.weight = delivery.event().weight();
    }
}
