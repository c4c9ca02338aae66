package io.github.rethinkemitter.internal.dispatch;

import org.jspecify.annotations.Nullable;

/** One event for one observer, to be given to it once. */
final class ObserverTask {

    final InFlightEvent event;
    final DeliveredEvent delivered;
    final RegisteredObserver target;
    final int attempt; // counts from 1
    final long due; // when the attempt may be made, in nanoseconds; of no meaning for the first

    @Nullable
    ObserverTask next; // in the queue of its lane; guarded by Lanes

    boolean held; // counted by the observer's HeldEvents; changed only with the locks of both Lanes and InFlightEvents
    boolean ended; // guarded by InFlightEvents

    /** The first attempt. */
    ObserverTask(InFlightEvent event, DeliveredEvent delivered, RegisteredObserver target) {
        this(event, delivered, target, 1, 0);
    }

    private ObserverTask(
            InFlightEvent event, DeliveredEvent delivered, RegisteredObserver target, int attempt, long due) {
        this.event = event;
        this.delivered = delivered;
        this.target = target;
        this.attempt = attempt;
        this.due = due;
    }

    /** The next attempt, not before that time. */
    ObserverTask again(long notBefore) {
        return new ObserverTask(event, delivered.givenAgain(), target, attempt + 1, notBefore);
    }
}
