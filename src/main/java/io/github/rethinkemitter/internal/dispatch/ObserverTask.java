package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.ReplayedEvent;
import io.github.rethinkemitter.internal.flow.StoredAttempt;
import org.jspecify.annotations.Nullable;

/** One event for one observer, to be given to it once. */
class ObserverTask {

    final InFlightEvent event;
    final DeliveredEvent delivered;
    final RegisteredObserver target;

    @Nullable
    ObserverTask next; // in the queue of its lane; guarded by Lanes

    boolean held; // counted by the observer's HeldEvents; changed only with the locks of both Lanes and InFlightEvents
    boolean ended; // guarded by InFlightEvents

    ObserverTask(InFlightEvent event, DeliveredEvent delivered, RegisteredObserver target) {
        this.event = event;
        this.delivered = delivered;
        this.target = target;
    }

    /** What the attempt is at, when the event was stored for this observer; else null. */
    @Nullable
    StoredAttempt stored() {
        return event.single instanceof StoredAttempt attempt ? attempt : null;
    }

    /** Whether the event belongs to a replay. */
    boolean isReplayed() {
        return event.single instanceof ReplayedEvent;
    }

    /** Whether the event belongs to a replay that was cancelled, so that the observer is not to be called. */
    boolean isCancelled() {
        return event.single instanceof ReplayedEvent replayed
                && replayed.listener().isCancelled();
    }

    /** Which attempt of the observer at the event this is, counted from 1. */
    int attempt() {
        return 1;
    }
}
