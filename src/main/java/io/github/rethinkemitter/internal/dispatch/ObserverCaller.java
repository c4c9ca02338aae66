package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.ObserverReturned;
import io.github.rethinkemitter.ObserverStuck;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls observers and tells what came of it. Whatever happens, the observer's part of the event ends. */
final class ObserverCaller {

    private final String channel;
    private final InFlightEvents events;
    private final Supplier<DispatchPhase> phase;
    private final Consumer<LifecycleEvent> lifecycle;
    private final LongSupplier nanoTime;

    ObserverCaller(
            String channel,
            InFlightEvents events,
            Supplier<DispatchPhase> phase,
            Consumer<LifecycleEvent> lifecycle,
            LongSupplier nanoTime) {
        this.channel = channel;
        this.events = events;
        this.phase = phase;
        this.lifecycle = lifecycle;
        this.nanoTime = nanoTime;
    }

    /**
     * Calls an observer, unless it is too late for that. Throws nothing.
     *
     * @param payloads those of the event that may be shared with other observers; null for one that is shared with nobody
     */
    void call(ObserverCall call, ObserverTask work, @Nullable PayloadCache payloads) {
        if (phase.get() == DispatchPhase.STOPPED) {
            var unused = call.returns();
            return;
        }
        Throwable failure = null;
        try {
            var observer = work.target.observer;
            var type = observer.type();
            observer.call(payloads == null ? PayloadCache.read(work.delivered, type) : payloads.as(type));
        } catch (Throwable thrown) { // an Error of one observer's code is no reason to deprive the others
            failure = thrown;
        }
        boolean toldBefore = call.returns();
        Thread.interrupted(); // what one observer leaves behind is not for the next
        if (toldBefore) {
            return;
        }
        end(work, failure);
    }

    /** The executor did not take a call. */
    void refused(ObserverTask work, Throwable refusal) {
        Throwable failure;
        try {
            failure = new DispatchException(
                    "RTH0413 the executor refused to run observer " + work.target.name() + " on "
                            + Log.named(work.event.delivery.event())
                            + ". Give the managed executor more threads or a longer queue",
                    refusal);
        } catch (OutOfMemoryError e) {
            failure = refusal;
        }
        end(work, failure);
    }

    /** A call was interrupted because its time is over, wherever it is now. */
    void timedOut(ObserverTask work, Duration timeout, StackTraceElement[] trace) {
        Throwable failure;
        try {
            failure = lateness(work, timeout, trace);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        end(work, failure);
    }

    private static DispatchException lateness(ObserverTask work, Duration timeout, StackTraceElement[] trace) {
        var where = new TimeoutException("where the observer was when its time was over");
        where.setStackTrace(trace);
        return new DispatchException(
                "RTH0422 observer " + work.target.name() + " has not returned within observer.timeout ("
                        + timeout.toMillis() + " ms) on "
                        + Log.named(work.event.delivery.event())
                        + ". It was interrupted; see the cause for what it waits for, or raise the timeout",
                where);
    }

    // While the application stops its components may be gone before the events: what they did not get comes again.
    private void end(ObserverTask work, @Nullable Throwable failure) {
        boolean handled = true;
        try {
            if (failure != null) {
                handled = !isCutOff(failure);
                if (handled) {
                    tell(work, failure);
                } else {
                    Log.cutOff(work, work.target.failures.letThrough(nanoTime.getAsLong()), failure);
                }
            }
        } catch (Throwable thrown) {
            Log.quietly(thrown, cause -> Log.notTold(work.event.delivery.event(), cause));
        } finally {
            events.end(work, handled);
        }
    }

    private boolean isCutOff(Throwable failure) {
        return switch (phase.get()) {
            case OPEN -> false;
            case DRAINING -> StoppedComponents.isIn(failure);
            case STOPPED -> true;
        };
    }

    private void tell(ObserverTask work, Throwable failure) {
        try {
            Log.observerFailed(work, work.target.failures.letThrough(nanoTime.getAsLong()), failure);
        } finally {
            lifecycle.accept(new ObserverFailed(channel, work.delivered, work.target.name(), 1, failure));
        }
    }

    /** A call has not returned or begun for too long. */
    void stuck(StuckCall stuck) {
        var work = stuck.work();
        try {
            Log.stuck(channel, stuck);
            lifecycle.accept(new ObserverStuck(channel, work.target.name(), work.delivered, stuck.since()));
        } catch (Throwable thrown) {
            Log.quietly(thrown, cause -> Log.dispatchFailed(channel, cause));
        }
    }

    /** A call has returned of which that was told. */
    void returned(StuckCall stuck) {
        try {
            var work = stuck.work();
            var duration = Duration.ofNanos(nanoTime.getAsLong() - stuck.sinceNanos());
            Log.returned(channel, stuck, duration);
            lifecycle.accept(
                    new ObserverReturned(channel, work.target.name(), work.delivered, stuck.since(), duration));
        } catch (Throwable thrown) {
            Log.quietly(thrown, cause -> Log.dispatchFailed(channel, cause));
        }
    }
}
