package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.StoredAttempt;
import org.jspecify.annotations.Nullable;

/**
 * One event for an observer that has failed on it before. A class of its own, so that first attempts carry nothing for it.
 */
final class NextAttempt extends ObserverTask {

    final long due; // when it may be made, in nanoseconds
    private final int attempt;
    private final @Nullable StoredAttempt stored;

    /** Follows a failed attempt, with the event that has stayed in memory. */
    NextAttempt(ObserverTask failed, long due) {
        super(failed.event, failed.delivered.givenAgain(), failed.target);
        this.due = due;
        this.attempt = failed.attempt() + 1;
        this.stored = null;
    }

    /** The same attempt as that of a task that has to wait for another one. */
    NextAttempt(ObserverTask task, long due, int attempt) {
        super(task.event, task.delivered, task.target);
        this.due = due;
        this.attempt = attempt;
        this.stored = null;
    }

    /** An attempt at a stored event, which is due. */
    NextAttempt(
            StoredAttempt stored, InFlightEvent event, DeliveredEvent delivered, RegisteredObserver target, long now) {
        super(event, delivered, target);
        this.due = now;
        this.attempt = stored.attempt();
        this.stored = stored;
    }

    @Override
    int attempt() {
        return attempt;
    }

    @Override
    @Nullable
    StoredAttempt stored() {
        return stored;
    }
}
