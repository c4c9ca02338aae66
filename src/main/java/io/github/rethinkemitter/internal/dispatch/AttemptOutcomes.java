package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.EventRedriven;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.AttemptOutcome;
import io.github.rethinkemitter.internal.flow.Parking;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows an observer's attempt at an event. The observer's part of the event ends at once, waits in memory for the next
 * attempt, or ends when the outcome is stored. Where the outcome has to be stored, the event is never handled before it is.
 */
final class AttemptOutcomes {

    /** An event that waits longer for its next attempt is stored meanwhile, where events can be stored. */
    static final Duration LONGEST_IN_MEMORY = Duration.ofSeconds(5);

    private final String channel;
    private final InFlightEvents events;
    private final WaitingAttempts waiting;
    private final EventGroups groups;
    private final @Nullable Parking parking;
    private final Consumer<LifecycleEvent> lifecycle;
    private final LongSupplier nanoTime;
    private final InstantSource clock;

    /** @param parking null when nothing is stored, since this server has no lasting name */
    AttemptOutcomes(
            String channel,
            InFlightEvents events,
            WaitingAttempts waiting,
            EventGroups groups,
            @Nullable Parking parking,
            Consumer<LifecycleEvent> lifecycle,
            DispatchContext.Time time) {
        this.channel = channel;
        this.events = events;
        this.waiting = waiting;
        this.groups = groups;
        this.parking = parking;
        this.lifecycle = lifecycle;
        this.nanoTime = time.nanos();
        this.clock = time.clock();
    }

    void succeeded(ObserverTask task) {
        if (task.stored() == null) {
            events.end(task, true);
            groups.done(task, null);
        } else {
            store(task, ParkedState.HANDLED, ParkedReason.FAILED, task.attempt(), null, null);
        }
    }

    /** @param worthAnother whether another attempt may succeed */
    void failed(ObserverTask task, Throwable failure, boolean worthAnother) {
        Next next = Next.LEFT_UNHANDLED;
        Duration wait = null;
        try {
            if (isBecauseOfTheStop(failure)) {
                Log.observerHadStopped(task, task.target.failures.letThrough(nanoTime.getAsLong()), failure);
                return;
            }
            task.target.counts.failures.incrementAndGet();
            // A component that is gone has handled nothing: it gets the event again, however often it did before.
            boolean gone = StoppedComponents.isSaidBy(failure);
            var retries = task.target.retries;
            wait = gone || (worthAnother && retries.hasAttemptsAfter(task.attempt()))
                    ? retries.delayAfter(task.attempt())
                    : null;
            if (waitsInMemory(task, wait, gone)) {
                next = Next.IN_MEMORY;
            } else if (!gone) {
                next = isStored(task, wait) ? Next.STORED : Next.END;
            }
            report(task, failure, next == Next.END || next == Next.LEFT_UNHANDLED ? null : wait);
        } catch (Throwable thrown) {
            Log.ifPossible(thrown, cause -> Log.notReported(task.event.delivery.event(), cause));
        } finally {
            switch (next) {
                case LEFT_UNHANDLED -> events.end(task, false);
                case END -> {
                    events.end(task, true);
                    groups.done(task, null);
                }
                case IN_MEMORY -> {}
                case STORED -> storeFailure(task, failure, worthAnother, wait);
            }
        }
    }

    private enum Next {
        LEFT_UNHANDLED,
        END,
        IN_MEMORY,
        STORED
    }

    private boolean waitsInMemory(ObserverTask task, @Nullable Duration wait, boolean longToo) {
        if (wait == null || task.stored() != null) {
            return false;
        }
        if (parking != null && !longToo && wait.compareTo(LONGEST_IN_MEMORY) > 0) {
            return false;
        }
        var next = new NextAttempt(task, nanoTime.getAsLong() + wait.toNanos());
        groups.waits(task, next); // before another thread can make the attempt
        boolean fits = waiting.add(task, next);
        if (!fits) {
            groups.waits(next, task);
        }
        return fits;
    }

    private boolean isStored(ObserverTask task, @Nullable Duration wait) {
        return parking != null && (wait != null || task.stored() != null || task.target.retries.parks());
    }

    private void storeFailure(ObserverTask task, Throwable failure, boolean worthAnother, @Nullable Duration wait) {
        var state = wait != null
                ? ParkedState.WAITING
                : task.target.retries.parks() ? ParkedState.PARKED : ParkedState.DISCARDED;
        var reason = worthAnother ? ParkedReason.FAILED : ParkedReason.FINAL;
        store(task, state, reason, task.attempt(), wait, failure);
    }

    /** A stored event has had all of its attempts already, as when the process has ended during the last one. */
    void exhausted(ObserverTask task, ParkedReason reason) {
        store(task, ParkedState.PARKED, reason, task.attempt() - 1, null, null);
    }

    private void store(
            ObserverTask task,
            ParkedState state,
            ParkedReason reason,
            int attempts,
            @Nullable Duration wait,
            @Nullable Throwable failure) {
        try {
            if (parking == null) {
                throw new IllegalStateException("events cannot be stored");
            }
            var event = task.event.delivery.event();
            boolean holds =
                    state == ParkedState.WAITING || (state == ParkedState.PARKED && task.target.retries.holds());
            var group = holds ? groups.groupOf(task.target, event) : null;
            var outcome = new AttemptOutcome(task.target.key, event, state, reason, attempts, wait, failure, group);
            Runnable begin = () -> parking.store(outcome, () -> stored(task, outcome, parking));
            if (group == null) {
                begin.run();
            } else {
                groups.store(task, group, begin);
            }
        } catch (Throwable thrown) { // such as an OutOfMemoryError; the event comes again after a restart
            events.end(task, false);
            Log.ifPossible(thrown, cause -> Log.notReported(task.event.delivery.event(), cause));
        }
    }

    private void stored(ObserverTask task, AttemptOutcome outcome, Parking in) {
        events.end(task, true);
        var stored = task.stored();
        var by = stored == null ? null : stored.redrivenBy();
        if (outcome.group() == null) {
            groups.done(task, by);
        } else {
            groups.isStored(outcome.group());
        }
        try {
            var id = in.idOf(outcome.observer(), outcome.event());
            if (outcome.state() == ParkedState.PARKED) {
                task.target.counts.parked.incrementAndGet();
                Log.parked(task, task.target.parkings.letThrough(nanoTime.getAsLong()), id, outcome.reason());
                lifecycle.accept(new EventParked(
                        channel,
                        task.delivered,
                        task.target.name(),
                        id,
                        outcome.reason(),
                        outcome.attempts(),
                        Optional.ofNullable(outcome.failure())));
            } else if (outcome.state() == ParkedState.HANDLED && by != null) {
                lifecycle.accept(new EventRedriven(channel, task.delivered, task.target.name(), id, by));
            }
        } catch (Throwable thrown) {
            Log.ifPossible(thrown, cause -> Log.dispatchFailed(channel, cause));
        }
    }

    // While an application stops, its components may be gone before the events that they observe. Such an event is not
    // handled, and comes again.
    private boolean isBecauseOfTheStop(Throwable failure) {
        return switch (events.phase()) {
            case OPEN -> false;
            case DRAINING -> StoppedComponents.isIn(failure);
            case STOPPED -> true;
        };
    }

    private void report(ObserverTask task, Throwable failure, @Nullable Duration wait) {
        var nextAttempt = wait == null
                ? Optional.<Instant>empty()
                : Optional.of(clock.instant().plus(wait));
        try {
            Log.observerFailed(task, task.target.failures.letThrough(nanoTime.getAsLong()), failure, nextAttempt);
        } finally {
            lifecycle.accept(new ObserverFailed(
                    channel, task.delivered, task.target.name(), task.attempt(), nextAttempt, failure));
        }
    }
}
