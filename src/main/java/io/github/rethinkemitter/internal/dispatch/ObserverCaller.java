package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.ObserverReturned;
import io.github.rethinkemitter.ObserverStuck;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Calls observers, and tells what became of each call. Reports calls that are stuck. */
final class ObserverCaller {

    private final String channel;
    private final InFlightEvents events;
    private final EventGroups groups;
    private final AttemptOutcomes outcomes;
    private final Consumer<LifecycleEvent> lifecycle;
    private final LongSupplier nanoTime;

    ObserverCaller(
            String channel,
            InFlightEvents events,
            EventGroups groups,
            AttemptOutcomes outcomes,
            Consumer<LifecycleEvent> lifecycle,
            DispatchContext.Time time) {
        this.channel = channel;
        this.events = events;
        this.groups = groups;
        this.outcomes = outcomes;
        this.lifecycle = lifecycle;
        this.nanoTime = time.nanos();
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
        if (groups.holdsBack(task)) {
            var unused = call.end();
            return;
        }
        Throwable failure = null;
        boolean payloadRead = false;
        try {
            task.target.counts.calls.increment();
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
            outcomes.succeeded(task);
        } else {
            outcomes.failed(task, failure, payloadRead && task.target.retries.isWorthAnother(failure));
        }
    }

    /** The executor has not taken a call. */
    void refused(ObserverTask task, Throwable refusal) {
        Throwable failure;
        try {
            task.target.counts.calls.increment();
            failure = new DispatchException(
                    "RTH0413 the executor refused to run observer " + task.target.described() + " on "
                            + Log.named(task.event.delivery.event())
                            + ". Give the managed executor more threads or a longer queue",
                    refusal);
        } catch (OutOfMemoryError e) {
            failure = refusal;
        }
        outcomes.failed(task, failure, true);
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
        outcomes.failed(task, failure, task.target.retries.isWorthAnother(failure));
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
