package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.ObserverReturned;
import io.github.rethinkemitter.ObserverStuck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls observers and reports the outcome. Whatever happens, the observer's part of the event ends, or waits for the next
 * attempt.
 */
final class ObserverCaller {

    private final String channel;
    private final InFlightEvents events;
    private final WaitingAttempts attempts;
    private final Consumer<LifecycleEvent> lifecycle;
    private final LongSupplier nanoTime;
    private final InstantSource clock;

    ObserverCaller(
            String channel,
            InFlightEvents events,
            WaitingAttempts attempts,
            Consumer<LifecycleEvent> lifecycle,
            DispatchContext.Time time) {
        this.channel = channel;
        this.events = events;
        this.attempts = attempts;
        this.lifecycle = lifecycle;
        this.nanoTime = time.nanos();
        this.clock = time.clock();
    }

    /**
     * Calls an observer, unless the dispatcher has stopped. Throws nothing.
     *
     * @param payloads shares payloads among the observers of an event; null to read the payload for this observer alone
     */
    void call(ObserverCall call, ObserverTask task, @Nullable PayloadCache payloads) {
        if (events.phase() == DispatchPhase.STOPPED) {
            var unused = call.end();
            return;
        }
        Throwable failure = null;
        boolean payloadRead = false;
        try {
            var observer = task.target.observer;
            var type = observer.type();
            var payload = payloads == null ? PayloadCache.read(task.delivered, type) : payloads.as(type);
            payloadRead = true;
            observer.call(payload);
        } catch (Throwable thrown) { // an Error in one observer must not keep the event from the others
            failure = thrown;
        }
        boolean reportedBefore = call.end();
        Thread.interrupted(); // an interrupt that one observer leaves behind is not for the next
        if (reportedBefore) {
            return;
        }
        if (failure == null) {
            events.end(task, true);
        } else {
            fail(task, failure, payloadRead && task.target.retries.isWorthAnother(failure));
        }
    }

    /** The executor has not taken a call. */
    void refused(ObserverTask task, Throwable refusal) {
        Throwable failure;
        try {
            failure = new DispatchException(
                    "RTH0413 the executor refused to run observer " + task.target.described() + " on "
                            + Log.named(task.event.delivery.event())
                            + ". Give the managed executor more threads or a longer queue",
                    refusal);
        } catch (OutOfMemoryError e) {
            failure = refusal;
        }
        fail(task, failure, true);
    }

    /**
     * A call was interrupted because its time is up. The task has failed, even if the observer does not return yet.
     *
     * @param trace what the observer's thread was doing
     */
    void timedOut(ObserverTask task, Duration timeout, StackTraceElement[] trace) {
        Throwable failure;
        try {
            failure = timeoutFailure(task, timeout, trace);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        fail(task, failure, task.target.retries.isWorthAnother(failure));
    }

    private static DispatchException timeoutFailure(ObserverTask task, Duration timeout, StackTraceElement[] trace) {
        var where = new TimeoutException("where the observer was when its time was up");
        where.setStackTrace(trace);
        return new DispatchException(
                "RTH0422 observer " + task.target.described() + " has not returned within observer.timeout ("
                        + timeout.toMillis() + " ms) on "
                        + Log.named(task.event.delivery.event())
                        + ". It was interrupted; see the cause for what it waits for, or raise the timeout",
                where);
    }

    /** The observer does not get the event, because too much is held behind its stuck calls. */
    void leaveUnhandled(ObserverTask task) {
        task.target.notGiven.incrementAndGet();
        events.end(task, false);
    }

    /** @param worthAnother whether another attempt may succeed */
    private void fail(ObserverTask task, Throwable failure, boolean worthAnother) {
        boolean ends = true;
        boolean handled = true;
        try {
            if (isBecauseOfTheStop(failure)) {
                handled = false;
                Log.observerHadStopped(task, task.target.failures.letThrough(nanoTime.getAsLong()), failure);
                return;
            }
            var next = worthAnother ? next(task) : null;
            var nextAttempt = next == null
                    ? Optional.<Instant>empty()
                    : Optional.of(clock.instant().plusNanos(next.due - nanoTime.getAsLong()));
            ends = next == null || !attempts.add(task, next);
            reportFailure(task, failure, ends ? Optional.empty() : nextAttempt);
        } catch (Throwable thrown) {
            Log.ifPossible(thrown, cause -> Log.notReported(task.event.delivery.event(), cause));
        } finally {
            if (ends) {
                events.end(task, handled);
            }
        }
    }

    private @Nullable NextAttempt next(ObserverTask failed) {
        var retries = failed.target.retries;
        int attempt = failed.attempt();
        return retries.hasAttemptsAfter(attempt)
                ? new NextAttempt(
                        failed,
                        nanoTime.getAsLong() + retries.delayAfter(attempt).toNanos())
                : null;
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

    private void reportFailure(ObserverTask task, Throwable failure, Optional<Instant> nextAttempt) {
        try {
            Log.observerFailed(task, task.target.failures.letThrough(nanoTime.getAsLong()), failure, nextAttempt);
        } finally {
            lifecycle.accept(new ObserverFailed(
                    channel, task.delivered, task.target.name(), task.attempt(), nextAttempt, failure));
        }
    }

    /** Reports a call that has not returned, or that the executor has not begun, for too long. */
    void stuck(StuckCall stuck) {
        var task = stuck.task();
        try {
            Log.stuck(channel, stuck);
            lifecycle.accept(new ObserverStuck(channel, task.target.name(), task.delivered, stuck.since()));
        } catch (Throwable thrown) {
            Log.ifPossible(thrown, cause -> Log.dispatchFailed(channel, cause));
        }
    }

    /** Reports that a call has returned which was reported as stuck. */
    void returned(StuckCall stuck) {
        try {
            var task = stuck.task();
            var duration = Duration.ofNanos(nanoTime.getAsLong() - stuck.sinceNanos());
            Log.returned(channel, stuck, duration);
            lifecycle.accept(
                    new ObserverReturned(channel, task.target.name(), task.delivered, stuck.since(), duration));
        } catch (Throwable thrown) {
            Log.ifPossible(thrown, cause -> Log.dispatchFailed(channel, cause));
        }
    }
}
