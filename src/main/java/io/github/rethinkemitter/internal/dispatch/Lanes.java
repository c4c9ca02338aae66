package io.github.rethinkemitter.internal.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of all observers. An asynchronous observer gets the events of one publisher in order and one at a time, on
 * an executor, while the lanes of other publishers and other observers go on. A synchronous observer is called by the
 * dispatching thread, and uses its lane only while it is detached.
 *
 * <p>Whatever the executor or an allocation throws, a task that was added stays in its lane until the observer is
 * called, the executor has refused the call, or the task is left unhandled.
 */
final class Lanes {

    /** What became of a task for a synchronous observer that may be detached. */
    enum Appended {
        QUEUED,
        /** Too much is held for the observer already. */
        NO_SPACE,
        /** The observer is not detached: the dispatching thread calls it. */
        NOT_DETACHED
    }

    private final Executor executor;
    private final ObserverCaller caller;
    private final LongSupplier nanoTime;
    private final List<RegisteredObserver> observers;
    private long lastBegun; // when the executor last began a call, in nanoseconds; guarded by this

    Lanes(List<RegisteredObserver> observers, Executor executor, ObserverCaller caller, LongSupplier nanoTime) {
        this.observers = observers;
        this.executor = executor;
        this.caller = caller;
        this.nanoTime = nanoTime;
        this.lastBegun = nanoTime.getAsLong();
    }

    // Asynchronous observers

    /** The lane of a task, which is kept until the task is added. */
    synchronized Lane reserve(ObserverTask task) {
        var publisher = task.event.delivery.event().src();
        var lane = task.target.lanesByPublisher.get(publisher);
        if (lane == null) {
            lane = new Lane(task.target, publisher);
            task.target.lanesByPublisher.put(publisher, lane);
        }
        lane.reserved = true;
        return lane;
    }

    /** Adds a task to the lane that was reserved for it. False when there is no space. Throws nothing. */
    boolean add(Lane lane, ObserverTask task) {
        synchronized (this) {
            lane.reserved = false;
            if (!lane.append(task)) {
                return false;
            }
        }
        submit(lane);
        return true;
    }

    /**
     * Hands a call for the first task of a lane to the executor, unless a call was submitted already. Each call does
     * one task, so that a long lane does not keep a thread of the executor from others.
     */
    void submit(Lane lane) {
        // An executor may run the call at once, on this thread. The next call is then submitted by this loop instead of
        // by a recursion.
        for (var call = nextCall(lane); call != null; call = nextCall(lane)) {
            execute(call);
        }
    }

    private @Nullable ObserverCall nextCall(Lane lane) {
        try {
            synchronized (this) {
                if (lane.isEmpty() || lane.call != null || lane.submitting) {
                    return null;
                }
                var call = new ObserverCall(lane, this, nanoTime.getAsLong());
                lane.call = call;
                lane.submitting = true;
                return call;
            }
        } catch (OutOfMemoryError e) {
            return null; // the watch thread submits the call later
        }
    }

    private void execute(ObserverCall call) {
        try {
            executor.execute(call);
        } catch (Throwable thrown) { // such as an OutOfMemoryError when there is no thread to be had
            var refused = takeBack(call);
            if (refused != null) {
                caller.refused(refused, thrown);
            }
        } finally {
            synchronized (this) {
                call.lane.submitting = false;
            }
        }
    }

    /** Takes a task back from a call that was refused. Null when the call has begun, whatever the executor threw. */
    private synchronized @Nullable ObserverTask takeBack(ObserverCall call) {
        var lane = call.lane;
        if (lane.call != call || call.task() != null) {
            return null;
        }
        lane.call = null;
        lane.becomeUnstuck();
        var task = lane.poll();
        if (task != null) {
            lane.target.held.release(task);
        }
        return task;
    }

    /** Runs a call on the executor's thread. */
    void run(ObserverCall call) {
        var lane = call.lane;
        ObserverTask task;
        synchronized (this) {
            task = lane.call == call && call.task() == null ? lane.poll() : null;
            if (task == null) {
                return; // the call was taken back, or the executor runs it a second time
            }
            lastBegun = nanoTime.getAsLong();
            call.begin(task, lastBegun);
            lane.becomeUnstuck();
        }
        try {
            caller.call(call, task, null);
        } finally {
            returned(call, task);
        }
        submit(lane);
    }

    /** The lanes whose tasks nobody submits, because something was thrown where nothing should be. */
    List<Lane> abandoned() {
        var found = new ArrayList<Lane>();
        synchronized (this) {
            for (var observer : observers) {
                var lanes = observer.lanesByPublisher.values();
                lanes.removeIf(lane -> lane.isEmpty() && lane.call == null && !lane.reserved);
                for (var lane : lanes) {
                    if (lane.call == null && !lane.submitting && !lane.isEmpty()) {
                        found.add(lane);
                    }
                }
            }
        }
        return found;
    }

    /** Whether the executor has begun no call for so long. */
    synchronized boolean hasExecutorBegunNothingFor(long nanos, long now) {
        return now - lastBegun >= nanos;
    }

    // Synchronous observers

    /** Adds a task if its observer is detached. Throws nothing. */
    synchronized Appended appendIfDetached(ObserverTask task) {
        var lane = task.target.synchronousLane;
        if (!lane.detached) {
            return Appended.NOT_DETACHED;
        }
        return lane.append(task) ? Appended.QUEUED : Appended.NO_SPACE;
    }

    /**
     * Begins the next call of a detached observer, on the calling thread.
     *
     * @return the task to do; null when none waits, in which case the observer is not detached any more
     */
    synchronized @Nullable ObserverTask beginDetached(ObserverCall call) {
        var lane = call.lane;
        var task = lane.poll();
        if (task == null) {
            lane.detached = false;
            return null;
        }
        call.begin(task, nanoTime.getAsLong());
        lane.call = call;
        return task;
    }

    // All observers

    /** A call that the dispatching thread did not wait for has returned. */
    void returned(ObserverCall call, ObserverTask task) {
        var lane = call.lane;
        synchronized (this) {
            lane.call = null;
            lane.becomeUnstuck();
            lane.target.held.release(task);
            if (lane.isEmpty() && !lane.reserved) {
                lane.target.lanesByPublisher.remove(lane.publisher);
            }
        }
        var stuck = call.reportedAsStuck();
        if (stuck != null) {
            caller.returned(stuck);
        }
    }

    /** Looks at every lane, with the lock. */
    synchronized void forEach(Consumer<Lane> look) {
        for (var observer : observers) {
            look.accept(observer.synchronousLane);
            observer.lanesByPublisher.values().forEach(look);
        }
    }
}
