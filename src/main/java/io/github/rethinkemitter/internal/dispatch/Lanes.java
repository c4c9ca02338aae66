package io.github.rethinkemitter.internal.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The ways of the events to their observers. An asynchronous observer gets the events of one publisher in order and one at a
 * time, on an executor, while other publishers and other observers go on beside it. A synchronous one has one lane, which
 * is only used while a call of it has not returned in time.
 *
 * <p>Whatever the executor or an allocation throws, work that was added stays in its lane until it is called, refused or
 * left.
 */
final class Lanes {

    // No record: the JVM keeps the class of the record that was compared last, and with it its application.
    private static final class Key {

        private final RegisteredObserver target;
        private final @Nullable String publisher;

        private Key(RegisteredObserver target, @Nullable String publisher) {
            this.target = target;
            this.publisher = publisher;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.target == target && Objects.equals(key.publisher, publisher);
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(target) + Objects.hashCode(publisher);
        }
    }

    /** What became of work for a synchronous observer. */
    enum Queued {
        QUEUED,
        LEFT,
        /** The observer is to be called by the dispatching thread. */
        NOT_APART
    }

    private final Executor executor;
    private final ObserverCaller caller;
    private final InFlightEvents events;
    private final LongSupplier nanoTime;
    private final List<RegisteredObserver> observers;
    private final Map<Key, Lane> asynchronous = new HashMap<>(); // guarded by this, as is the next
    private long lastBegun; // when the executor last began a call, in nanoseconds

    Lanes(
            List<RegisteredObserver> observers,
            Executor executor,
            ObserverCaller caller,
            InFlightEvents events,
            LongSupplier nanoTime) {
        this.observers = observers;
        this.executor = executor;
        this.caller = caller;
        this.events = events;
        this.nanoTime = nanoTime;
        this.lastBegun = nanoTime.getAsLong();
    }

    /** The lane of work for an asynchronous observer, which stays until the work was added. */
    synchronized Lane reserve(ObserverTask work) {
        var publisher = work.event.delivery.event().src();
        var lane = asynchronous.computeIfAbsent(
                new Key(work.target, publisher), key -> new Lane(key.target, key.publisher));
        lane.reserved = true;
        return lane;
    }

    /** Adds work to a lane that was reserved for it. False when it must be left. Throws nothing. */
    boolean add(Lane lane, ObserverTask work) {
        synchronized (this) {
            lane.reserved = false;
            if (!lane.append(work, events)) {
                return false;
            }
        }
        submit(lane);
        return true;
    }

    /** Adds work for a synchronous observer that is apart. Throws nothing. */
    synchronized Queued addApart(ObserverTask work) {
        var lane = work.target.lane;
        if (!lane.apart) {
            return Queued.NOT_APART;
        }
        return lane.append(work, events) ? Queued.QUEUED : Queued.LEFT;
    }

    /**
     * Hands the first work of a lane to the executor if no call of it is under way. One piece of work for each submission: a
     * long lane must not keep a pool's thread from others.
     */
    void submit(Lane lane) {
        for (var call = prepare(lane, false); call != null; call = prepare(lane, true)) {
            try {
                executor.execute(call);
            } catch (Throwable thrown) { // an OutOfMemoryError for instance when no thread is to be had
                var refused = takeBack(call);
                if (refused != null) {
                    caller.refused(refused, thrown);
                }
            }
        }
    }

    // An executor may run a call at once, on the thread that submits; it then finds the next one here, not in a
    // recursion.
    private @Nullable ObserverCall prepare(Lane lane, boolean again) {
        try {
            synchronized (this) {
                if (again) {
                    lane.submitting = false;
                }
                if (lane.isEmpty() || lane.call != null || lane.submitting) {
                    return null;
                }
                var call = new ObserverCall(lane, this, nanoTime.getAsLong());
                lane.call = call;
                lane.submitting = true;
                return call;
            }
        } catch (OutOfMemoryError e) {
            return null; // the watch submits it later
        }
    }

    // Not if it runs, or has run, whatever the executor says.
    private synchronized @Nullable ObserverTask takeBack(ObserverCall call) {
        var lane = call.lane;
        if (lane.call != call || call.work() != null) {
            return null;
        }
        lane.call = null;
        lane.goesOn();
        var work = lane.poll();
        if (work != null) {
            lane.forget(work);
        }
        return work;
    }

    /** Runs a call on the executor's thread. */
    void run(ObserverCall call) {
        var lane = call.lane;
        ObserverTask work;
        synchronized (this) {
            work = lane.call == call && call.work() == null ? lane.poll() : null;
            if (work == null) {
                return; // it was refused, or is run a second time
            }
            lastBegun = nanoTime.getAsLong();
            call.begin(work, lastBegun);
            lane.goesOn();
        }
        try {
            caller.call(call, work, null);
        } finally {
            returned(call, work);
        }
        submit(lane);
    }

    /** Begins the next call of a synchronous observer that is apart; null when it is so no more. */
    synchronized @Nullable ObserverTask beginApart(ObserverCall call) {
        var lane = call.lane;
        var work = lane.poll();
        if (work == null) {
            lane.apart = false;
            return null;
        }
        call.begin(work, nanoTime.getAsLong());
        lane.call = call;
        return work;
    }

    /** A call has returned that was on a lane. */
    void returned(ObserverCall call, ObserverTask work) {
        var lane = call.lane;
        synchronized (this) {
            lane.call = null;
            lane.goesOn();
            lane.forget(work);
            if (lane.isEmpty() && !lane.reserved && !lane.apart) {
                asynchronous.remove(new Key(lane.target, lane.publisher));
            }
        }
        var told = call.told();
        if (told != null) {
            caller.returned(told);
        }
    }

    /** Looks at every lane, under the lock. */
    synchronized void forEach(Consumer<Lane> look) {
        for (var observer : observers) {
            look.accept(observer.lane);
        }
        asynchronous.values().forEach(look);
    }

    /** Those that have work and no call, or neither, because something was thrown where it should not. */
    List<Lane> abandoned() {
        var found = new ArrayList<Lane>();
        synchronized (this) {
            asynchronous.values().removeIf(lane -> lane.isEmpty() && lane.call == null && !lane.reserved);
            for (var lane : asynchronous.values()) {
                if (lane.call == null && !lane.submitting && !lane.isEmpty()) {
                    found.add(lane);
                }
            }
        }
        return found;
    }

    /** Whether the executor has begun no call for so long. */
    synchronized boolean isIdle(long nanos, long now) {
        return now - lastBegun >= nanos;
    }
}
