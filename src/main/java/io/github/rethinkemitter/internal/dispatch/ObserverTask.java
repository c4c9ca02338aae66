package io.github.rethinkemitter.internal.dispatch;

import org.jspecify.annotations.Nullable;

/** One event for one observer. */
final class ObserverTask {

    final InFlightEvent event;
    final DeliveredEvent delivered;
    final RegisteredObserver target;

    @Nullable
    ObserverTask next; // in the queue of its lane; guarded by Lanes

    boolean held; // counts in what its observer holds; changed with the locks of Lanes and of InFlightEvents
    boolean ended; // guarded by InFlightEvents

    ObserverTask(InFlightEvent event, DeliveredEvent delivered, RegisteredObserver target) {
        this.event = event;
        this.delivered = delivered;
        this.target = target;
    }
}
