package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.config.DispatchSettings;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The events that an observer failed on and will be called with again, by the time of the next attempt. As many may wait
 * for one observer as the buffer holds. They do not count against the bounds of the buffer once nobody else works on them,
 * so that an observer that fails at all events holds up no other. Safe for use by many threads.
 */
final class WaitingAttempts {

    private final int maxCount;
    private final long maxBytes;
    private final InFlightEvents events;
    private final LongSupplier nanoTime;
    private volatile boolean empty = true; // read without the lock for each event
    private final PriorityQueue<NextAttempt> queue = // guarded by this
            new PriorityQueue<>((one, other) -> Long.signum(one.due - other.due));

    /** How many events wait for an observer, and how much they weigh. Guarded by {@link WaitingAttempts}. */
    static final class Load {
        private int count;
        private long bytes;
    }

    WaitingAttempts(DispatchSettings settings, InFlightEvents events, LongSupplier nanoTime) {
        this.maxCount = settings.bufferSize();
        this.maxBytes = settings.bufferBytes();
        this.events = events;
        this.nanoTime = nanoTime;
    }

    /**
     * Lets a task follow a failed one, when it is due. While the dispatcher stops, the task is never due, and its event stays
     * unhandled.
     *
     * @return false when too many wait for the observer already
     */
    boolean add(ObserverTask failed, NextAttempt following) {
        synchronized (this) {
            var load = failed.target.waiting;
            if (!fits(load, failed.event.weight) && events.phase() == DispatchPhase.OPEN) {
                return false;
            }
            enqueue(following);
            events.awaitAttempt(failed);
        }
        events.wake();
        return true;
    }

    /**
     * Lets an attempt at a stored event be made, in its turn.
     *
     * @return false when it will not be made because of a stop
     */
    boolean add(NextAttempt stored) {
        synchronized (this) {
            if (!events.enterStored(stored.event)) {
                return false;
            }
            enqueue(stored);
        }
        events.wake();
        return true;
    }

    private void enqueue(NextAttempt following) {
        queue.add(following);
        count(following, 1);
        empty = false;
    }

    private static void count(NextAttempt attempt, int sign) {
        var load = attempt.target.waiting;
        load.count += sign;
        load.bytes += sign * attempt.event.weight;
    }

    /**
     * Lets a task wait behind another one, until {@link #release} or {@link #leave}.
     *
     * @param anyway however many wait for the observer
     * @return false when too many wait for the observer already
     */
    synchronized boolean hold(ObserverTask task, NextAttempt follower, boolean anyway) {
        if (!anyway && !fits(task.target.waiting, task.event.weight) && events.phase() == DispatchPhase.OPEN) {
            return false;
        }
        count(follower, 1);
        events.awaitAttempt(task);
        return true;
    }

    /** Makes a task that was held due. */
    void release(NextAttempt follower) {
        synchronized (this) {
            queue.add(follower);
            empty = false;
        }
        events.wake();
    }

    /** A task that was held is stored instead. Its part of the event is open again. */
    synchronized void leave(NextAttempt follower) {
        count(follower, -1);
        events.stopWaiting(follower.event);
    }

    /**
     * Takes a task out that is not due yet, to be stored instead. Its part of the event is open again.
     *
     * @return false when it is being attempted
     */
    synchronized boolean remove(NextAttempt attempt) {
        boolean found = queue.remove(attempt);
        if (found) {
            empty = queue.isEmpty();
            leave(attempt);
        }
        return found;
    }

    /** How many events wait for an observer. */
    synchronized int waitingFor(RegisteredObserver observer) {
        return observer.waiting.count;
    }

    private boolean fits(Load load, long weight) {
        return load.count == 0 || (load.count < maxCount && load.bytes + weight <= maxBytes);
    }

    /** Takes out the first task whose time has come; null when there is none, or the dispatcher is stopping. */
    @Nullable
    NextAttempt pollDue() {
        if (nothingWillBeDue()) {
            return null;
        }
        long now = nanoTime.getAsLong();
        synchronized (this) {
            var first = queue.peek();
            if (first == null || first.due - now > 0) {
                return null;
            }
            queue.poll();
            count(first, -1);
            empty = queue.isEmpty();
            return first;
        }
    }

    /** How long until a task is due: 0 or less when one is, {@code Long.MAX_VALUE} when none will be. */
    long nanosUntilDue() {
        if (nothingWillBeDue()) {
            return Long.MAX_VALUE;
        }
        long now = nanoTime.getAsLong();
        synchronized (this) {
            var first = queue.peek();
            return first == null ? Long.MAX_VALUE : first.due - now;
        }
    }

    private boolean nothingWillBeDue() {
        return empty || events.phase() != DispatchPhase.OPEN;
    }
}
