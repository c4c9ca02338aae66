package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.Observer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls the observers of a channel, each on its own: the synchronous ones on one thread, in the order of their priorities,
 * the asynchronous ones on the executor. An event is handled when all of them have returned or failed.
 *
 * <p>Where a synchronous observer does not return in time, another thread takes the dispatching over. The thread that is in that
 * observer then has nothing to do but the observer's later events, which wait in its lane; when none are left, the
 * observer is called like the others again.
 */
public final class Dispatcher implements EventSink, Runnable {

    private static final long PAUSE = Duration.ofMillis(100).toNanos(); // after something failed that should not

    private final String channel;
    private final DispatchContext ports;
    private final InFlightEvents events;
    private final ObserverCaller caller;
    private final Lanes lanes;
    private final DispatchCursor cursor;
    private final DispatchTurns shifts;
    private final StuckCallDetector watch;
    private final LogThrottle problems = new LogThrottle();
    private final AtomicReference<DispatchPhase> phase = new AtomicReference<>(DispatchPhase.OPEN);

    /** A dispatcher that takes events at once, and calls observers when a thread runs it. */
    public Dispatcher(String channel, DispatchSettings settings, List<Observer> observers, DispatchContext ports) {
        var nanos = ports.time().nanos();
        var registered = observers.stream()
                .map(observer -> new RegisteredObserver(observer, settings))
                .toList();
        this.channel = channel;
        this.ports = ports;
        this.events = new InFlightEvents(settings, ports.completion());
        this.caller = new ObserverCaller(channel, events, phase::get, ports.lifecycle(), nanos);
        this.lanes = new Lanes(registered, ports.async(), caller, events, nanos);
        this.cursor = new DispatchCursor(channel, ports.codec(), events, new RoutingTable(registered)::of);
        this.watch = new StuckCallDetector(channel, settings, registered, lanes, caller, events, ports.time());
        this.shifts = new DispatchTurns(channel, ports.threads(), this::dispatch, this::keepWatch, nanos);
    }

    @Override
    public void accept(Delivery delivery) throws InterruptedException {
        if (phase.get() != DispatchPhase.OPEN || !events.enter(delivery)) {
            Log.refusedAfterStop(channel, delivery.event());
        }
    }

    @Override
    public void flush() {
        events.flush();
    }

    /**
     * Calls observers until {@link #stop}; nothing that they throw ends it. It may be run again after it ended by an exception,
     * and goes on where it was.
     */
    @Override
    public void run() {
        shifts.serve();
    }

    /**
     * Takes no more events, waits until those it has are handled, and ends its threads. A thread that is still in an observer
     * when the time is up is interrupted.
     *
     * @return whether all were handled that were ever taken
     */
    public boolean stop(Duration timeout) {
        phase.compareAndSet(DispatchPhase.OPEN, DispatchPhase.DRAINING);
        events.close();
        // An observer that stops the application would wait for itself.
        boolean pointless = phase.get() == DispatchPhase.STOPPED || isRunBy(Thread.currentThread());
        events.drain(pointless ? Duration.ZERO : timeout);
        boolean first = phase.getAndSet(DispatchPhase.STOPPED) != DispatchPhase.STOPPED;
        long left = events.stop();
        if (first) {
            if (left > 0) {
                Log.leftAtStop(channel, left, timeout);
            }
            lanes.forEach(Dispatcher::interrupt);
            shifts.stop();
        }
        return left == 0;
    }

    private static void interrupt(Lane lane) {
        var call = lane.call;
        if (call != null && !call.isOn(Thread.currentThread())) {
            call.interrupt();
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

    /** Dispatches until the stop, or until another thread has taken the shift. */
    private void dispatch(DispatchTurn shift) {
        boolean mine = true;
        while (mine && phase.get() != DispatchPhase.STOPPED) {
            try {
                shifts.ensureWatch();
                var target = cursor.observer();
                Thread.interrupted(); // only stop() ends this
                if (target == null) {
                    return;
                }
                mine = target.observer.async() ? handOver(shift, target) : call(shift, target);
            } catch (Throwable thrown) { // never from within foreign code, so the shift is still this thread's
                cursor.failed(thrown);
                failed(thrown);
                pause(PAUSE);
            }
        }
    }

    /** @return whether the shift is still this thread's; an executor may run the observer at once, or wait */
    private boolean handOver(DispatchTurn shift, RegisteredObserver target) {
        var work = cursor.work(target);
        var lane = lanes.reserve(work);
        shift.enter(ports.time().nanos().getAsLong());
        if (!lanes.add(lane, work)) {
            leave(work);
        }
        if (!shift.leave()) {
            return false;
        }
        cursor.moves();
        return true;
    }

    /** @return whether the shift is still this thread's */
    private boolean call(DispatchTurn shift, RegisteredObserver target) {
        var work = cursor.work(target);
        var lane = target.lane;
        if (lane.apart) {
            var queued = lanes.addApart(work);
            if (queued != Lanes.Queued.NOT_APART) {
                if (queued == Lanes.Queued.LEFT) {
                    leave(work);
                }
                cursor.moves();
                return true;
            }
        }
        var payloads = cursor.payloads();
        long now = ports.time().nanos().getAsLong();
        var call = new ObserverCall(lane, lanes, now);
        call.begin(work, now);
        cursor.enters(lane);
        lane.call = call;
        shift.enter(now);
        caller.call(call, work, payloads);
        if (shift.leave()) {
            lane.call = null;
            cursor.moves();
            return true;
        }
        lanes.returned(call, work);
        catchUp(lane);
        return false;
    }

    private void leave(ObserverTask work) {
        work.target.left.incrementAndGet();
        events.end(work, false);
    }

    /** Calls a synchronous observer with what waits for it, on the thread that was in it when others went on. */
    private void catchUp(Lane lane) {
        boolean apart = true;
        while (apart) {
            try {
                var call = new ObserverCall(lane, lanes, 0);
                var work = lanes.beginApart(call);
                if (work == null) {
                    apart = false;
                } else {
                    caller.call(call, work, null);
                    lanes.returned(call, work);
                }
            } catch (Throwable thrown) {
                failed(thrown);
                pause(PAUSE);
            }
        }
    }

    private void keepWatch() {
        while (phase.get() != DispatchPhase.STOPPED) {
            pause(watch.intervalNanos());
            try {
                takeOver();
                shifts.ensureDispatched();
                watch.look();
            } catch (Throwable thrown) {
                failed(thrown);
            }
        }
    }

    // The observer's thread finds out that it is apart only when it gets the lock.
    private void takeOver() {
        long now = ports.time().nanos().getAsLong();
        synchronized (lanes) {
            var shift = shifts.active();
            if (shift != null && shift.takeAfter(watch.stuckAfterNanos(), now)) {
                var lane = cursor.movesOn();
                if (lane != null) {
                    lane.apart = true;
                }
                shifts.end(shift);
            }
        }
    }

    private void failed(Throwable thrown) {
        Log.quietly(thrown, cause -> {
            if (problems.letThrough(ports.time().nanos().getAsLong()) >= 0) {
                Log.dispatchFailed(channel, cause);
                ports.signals()
                        .error(
                                ChannelListener.Phase.DISPATCH,
                                new EmitterException(
                                        "RTH0417 handing events to observers failed, and goes on. See the cause",
                                        cause));
            }
        });
    }

    private static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
        Thread.interrupted();
    }
}
