package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.SingleDelivery;

/**
 * One event for an observer that has failed on it before, or that gets it alone. A class of its own, so that first attempts at
 * events of the feed carry nothing for it.
 */
final class NextAttempt extends ObserverTask {

    final long due; // when it may be made, in nanoseconds
    private final int attempt;

    /** Follows a failed attempt, with the event that has stayed in memory. */
    NextAttempt(ObserverTask failed, long due) {
        super(failed.event, failed.delivered.givenAgain(), failed.target);
        this.due = due;
        this.attempt = failed.attempt() + 1;
    }

    /** The same attempt as that of a task that has to wait for another one. */
    NextAttempt(ObserverTask task, long due, int attempt) {
        super(task.event, task.delivered, task.target);
        this.due = due;
        this.attempt = attempt;
    }

    /** An attempt that is due, at an event for one observer. */
    NextAttempt(
            SingleDelivery single, InFlightEvent event, DeliveredEvent delivered, RegisteredObserver target, long now) {
        super(event, delivered, target);
        this.due = now;
        this.attempt = single.attempt();
    }

    @Override
    int attempt() {
        return attempt;
    }
}
