package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.ParkedGroup;
import io.github.rethinkemitter.internal.flow.Parking;
import io.github.rethinkemitter.internal.flow.ReplayListener;
import io.github.rethinkemitter.internal.flow.SingleDelivery;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls the observers of a channel. The dispatching thread goes through the events in order; for each event it hands
 * tasks for the asynchronous observers to the executor, and calls the synchronous observers itself, in the order of
 * their priorities. An event is handled when all of its observers have returned, or failed for the
 * last time.
 *
 * <p>A call that does not return in time is stuck. If the observer is synchronous, the dispatching thread is in that
 * call; the watch thread then takes its turn away, and another thread goes on dispatching. The observer is detached:
 * its later events wait in its lane, and only the thread of the stuck call works them off when it comes back. When the
 * lane is empty, the observer is called by the dispatching thread again.
 */
public final class Dispatcher implements EventSink, Runnable {

    private static final long PAUSE_AFTER_FAILURE = Duration.ofMillis(100).toNanos();

    private final String channel;
    private final DispatchContext context;
    private final LongSupplier nanoTime;
    private final List<RegisteredObserver> observers;
    private final InFlightEvents events;
    private final WaitingAttempts attempts;
    private final EventGroups groups;
    private final SingleDeliveries singles;
    private final ObserverCaller caller;
    private final Lanes lanes;
    private final DispatchCursor cursor;
    private final DispatchThreads threads;
    private final DispatchTurns turns;
    private final StuckCallDetector stuckCalls;
    private final LogThrottle failures = new LogThrottle();

    /**
     * A dispatcher that takes events at once, and calls observers when a thread runs it.
     *
     * @param parking stores events that observers failed on; null when nothing is stored
     */
    public Dispatcher(
            String channel,
            DispatchSettings settings,
            List<Observer> observers,
            DispatchContext context,
            DeliveryListener listener,
            @Nullable Parking parking) {
        this.channel = channel;
        this.context = context;
        this.nanoTime = context.time().nanos();
        this.events = new InFlightEvents(settings, listener, parking);
        var registered = SingleDeliveries.register(observers, settings, events);
        this.observers = registered;
        this.attempts = new WaitingAttempts(settings, events, nanoTime);
        this.groups = new EventGroups(channel, events, attempts, parking, nanoTime);
        var outcomes =
                new AttemptOutcomes(channel, events, attempts, groups, parking, context.lifecycle(), context.time());
        this.singles = new SingleDeliveries(channel, context, registered, events, attempts, outcomes, parking);
        this.caller = new ObserverCaller(channel, events, groups, outcomes, context);
        this.lanes = new Lanes(registered, context.async(), caller, nanoTime);
        this.cursor = new DispatchCursor(channel, context.codec(), events, attempts, new RoutingTable(registered)::of);
        this.stuckCalls = new StuckCallDetector(channel, settings, registered, lanes, caller, context.time());
        this.threads = new DispatchThreads(channel, context.threads(), this::watch, nanoTime);
        this.turns = new DispatchTurns(threads, this::dispatch);
    }

    @Override
    public void accept(Delivery delivery) throws InterruptedException {
        if (events.phase() != DispatchPhase.OPEN || !events.enter(delivery)) {
            Log.refusedAfterStop(channel, delivery.event());
        }
    }

    @Override
    public void flush() {
        events.flush();
    }

    /** The names, as {@link Delivery#except} has them, of the observers that get events of a topic. */
    public List<String> observersOf(String topic) {
        return singles.observersOf(topic);
    }

    /** The names of all observers. */
    public List<String> observerNames() {
        return singles.names();
    }

    public boolean isObservedBy(String observer, String topic) {
        return singles.isObservedBy(observer, topic);
    }

    /**
     * Takes an event for one observer, to call it in its turn. What became of an event that was stored for it is stored; a replay is
     * told of its event.
     *
     * @return false when the observer will not be called, because of a stop
     */
    public boolean accept(SingleDelivery single) {
        return singles.accept(single);
    }

    /**
     * Calls no observer any more with an event of this replay, which says from now on that it is cancelled. Those that wait for their
     * next attempt have failed for the last time.
     */
    public void cancel(ReplayListener replay) {
        singles.cancel(replay);
    }

    /** Later events of these groups wait, since earlier ones are stored. Called before the first event is accepted. */
    public void holdBack(List<ParkedGroup> some) {
        groups.restore(some);
    }

    /** Somebody has discarded an entry of a group, for which others may have waited. */
    public void discarded(String group) {
        groups.advance(group, null);
    }

    /** The observers, in the order of their names, and what is counted about them. Safe for use by any thread. */
    public List<ChannelStatus.Observer> observers() {
        return observers.stream()
                .map(observer -> observer.status(attempts))
                .sorted(Comparator.comparing(ChannelStatus.Observer::name))
                .toList();
    }

    /** How many events of the feed an observer is not done with. Safe for use by any thread. */
    public long unhandled() {
        return events.unhandled().all();
    }

    /**
     * Waits until no observer has anything to do but to wait for its next attempt, at most so long or until the calling thread is
     * interrupted, which it then still is.
     *
     * @return whether that is so
     */
    public boolean awaitIdle(Duration timeout) {
        return events.drain(timeout);
    }

    /** Whether it takes no more events. */
    public boolean isClosed() {
        return events.phase() != DispatchPhase.OPEN;
    }

    /**
     * Dispatches on the calling thread until {@link #stop}; nothing that an observer throws ends it. When it has ended
     * by an exception, it may be called again, and goes on with the same event.
     */
    @Override
    public void run() {
        turns.serve();
    }

    /**
     * Takes no more events, waits until those it has are handled, and ends its threads. A thread that is still in an
     * observer when the time is up is interrupted.
     *
     * @return whether all events that were ever taken were handled
     */
    public boolean stop(Duration timeout) {
        events.close();
        // An observer that stops the application would wait for itself.
        boolean wait = events.phase() != DispatchPhase.STOPPED && !isRunBy(Thread.currentThread());
        var unused = events.drain(wait ? timeout : Duration.ZERO);
        boolean first = events.stop();
        var unhandled = events.unhandled();
        if (first) {
            logUnhandled(unhandled, timeout);
            lanes.forEach(Dispatcher::interrupt);
            turns.stop();
            threads.stop();
        }
        return unhandled.all() == 0;
    }

    private void logUnhandled(InFlightEvents.Unhandled unhandled, Duration timeout) {
        if (unhandled.waiting() > 0) {
            Log.waitingAtStop(channel, unhandled.waiting());
        }
        if (unhandled.left() > 0) {
            Log.leftAtStop(channel, unhandled.left());
        }
        long others = unhandled.all() - unhandled.waiting() - unhandled.left();
        if (others > 0) {
            Log.unhandledAtStop(channel, others, timeout);
        }
    }

    private static void interrupt(Lane lane) {
        var call = lane.call;
        if (call != null) {
            call.interruptFromOutside();
        }
    }

    /** Whether that thread is in an observer. */
    public boolean isRunBy(Thread thread) {
        var found = new boolean[1];
        lanes.forEach(lane -> {
            var call = lane.call;
            found[0] |= call != null && call.isOn(thread);
        });
        return found[0];
    }

    private boolean isStopped() {
        return events.phase() == DispatchPhase.STOPPED;
    }

    // The dispatching thread

    /** Dispatches until the stop, or until the turn is taken away. */
    private void dispatch(DispatchTurn turn) {
        boolean hasTurn = true;
        while (hasTurn && !isStopped()) {
            try {
                threads.ensureWatch();
                var target = cursor.nextObserver();
                Thread.interrupted(); // only stop() ends this
                if (target == null) {
                    return;
                }
                hasTurn = target.observer.async() ? submit(turn, target) : call(turn, target);
            } catch (Throwable thrown) { // foreign code throws nothing up to here, so the thread still has its turn
                cursor.stepFailed(thrown);
                reportFailure(thrown);
                pause(PAUSE_AFTER_FAILURE);
            }
        }
    }

    /**
     * Adds a task for an asynchronous observer to its lane. The executor is foreign code: it may wait, or run the
     * observer on this thread.
     *
     * @return whether this thread still has its turn
     */
    private boolean submit(DispatchTurn turn, RegisteredObserver target) {
        var task = cursor.task(target);
        var lane = lanes.reserve(task);
        turn.enterForeignCode(nanoTime.getAsLong());
        if (!lanes.add(lane, task)) {
            caller.leaveUnhandled(task);
        }
        if (!turn.leaveForeignCode()) {
            return false;
        }
        cursor.advance();
        return true;
    }

    /**
     * Calls a synchronous observer, or adds the task to its lane if it is detached.
     *
     * @return whether this thread still has its turn
     */
    private boolean call(DispatchTurn turn, RegisteredObserver target) {
        var task = cursor.task(target);
        var lane = target.synchronousLane;
        if (lane.detached && isLeftToDetached(task)) {
            cursor.advance();
            return true;
        }
        var payloads = cursor.payloads();
        long now = nanoTime.getAsLong();
        var call = new ObserverCall(lane, lanes, now);
        call.begin(task, now);
        cursor.calling(lane);
        lane.call = call;
        turn.enterForeignCode(now);
        caller.call(call, task, payloads);
        if (turn.leaveForeignCode()) {
            lane.call = null;
            cursor.advance();
            return true;
        }
        // The turn was taken away. The lane is detached as soon as this thread gets the lock of the lanes.
        lanes.returned(call, task);
        serveDetached(lane);
        return false;
    }

    // False when the observer is not detached any more, so that this thread has to call it.
    private boolean isLeftToDetached(ObserverTask task) {
        var appended = lanes.appendIfDetached(task);
        if (appended == Lanes.Appended.NO_SPACE) {
            caller.leaveUnhandled(task);
        }
        return appended != Lanes.Appended.NOT_DETACHED;
    }

    /** Calls a detached observer with the tasks in its lane, on the thread that comes back from the stuck call. */
    private void serveDetached(Lane lane) {
        boolean detached = true;
        while (detached) {
            try {
                var call = new ObserverCall(lane, lanes, 0);
                var task = lanes.beginDetached(call);
                if (task == null) {
                    detached = false;
                } else {
                    caller.call(call, task, null);
                    lanes.returned(call, task);
                }
            } catch (Throwable thrown) {
                reportFailure(thrown);
                pause(PAUSE_AFTER_FAILURE);
            }
        }
    }

    // The watch thread

    private void watch() {
        while (!isStopped()) {
            pause(stuckCalls.intervalNanos());
            try {
                takeTurnFromStuckCall();
                turns.ensureDispatching();
                wakeForAttempt();
                stuckCalls.look();
            } catch (Throwable thrown) {
                reportFailure(thrown);
            }
        }
    }

    // The dispatching thread waits by the clock of the system, which may not be the one that attempts are timed by.
    private void wakeForAttempt() {
        if (attempts.nanosUntilDue() <= 0) {
            events.wake();
        }
    }

    /**
     * Takes the turn away from the dispatching thread if that is in a stuck call. From then until the turn is ended,
     * the cursor belongs to the watch thread. The lock keeps the other thread, should its call return now, from looking
     * at the lane before that is detached.
     */
    private void takeTurnFromStuckCall() {
        long now = nanoTime.getAsLong();
        synchronized (lanes) {
            var turn = turns.current();
            if (turn != null && turn.takeIfStuck(stuckCalls.stuckAfterNanos(), now)) {
                var lane = cursor.advancePastStuckCall();
                if (lane != null) {
                    lane.detached = true;
                }
                turns.end(turn);
            }
        }
    }

    // Failures of this library's own code

    private void reportFailure(Throwable thrown) {
        Log.ifPossible(thrown, cause -> {
            if (failures.letThrough(nanoTime.getAsLong()) >= 0) {
                Log.dispatchFailed(channel, cause);
                var problem = new EmitterException(
                        "RTH0417 handing events to observers failed, and goes on. See the cause", cause);
                context.lifecycle().accept(new EmitterError(channel, EmitterError.Phase.DISPATCH, problem));
            }
        });
    }

    private static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
        Thread.interrupted();
    }
}
