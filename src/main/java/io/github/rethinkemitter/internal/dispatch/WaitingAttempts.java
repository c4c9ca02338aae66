package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.ReplayListener;
import io.github.rethinkemitter.internal.flow.ReplayedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The events that an observer failed on and will be called with again, by the time of the next attempt. As many may wait
 * for one observer as the buffer holds. They do not count against the bounds of the buffer once nobody else works on them,
 * so that an observer that fails at all events holds up no other.
 *
 * <p>Replayed events wait here for their first attempt as well, in the order in which they came, and in turn with those that are due.
 * They do not count in what may wait, since a replay has few under way. Safe for use by many threads.
 */
final class WaitingAttempts {

    private final int maxCount;
    private final long maxBytes;
    private final InFlightEvents events;
    private final LongSupplier nanoTime;
    private volatile boolean empty = true; // read without the lock for each event
    private final PriorityQueue<NextAttempt> queue = // guarded by this
            new PriorityQueue<>((one, other) -> Long.signum(one.due - other.due));
    private final Deque<NextAttempt> replayed = new ArrayDeque<>(); // guarded by this
    private boolean
            turnOfReplayed; // one that was due was taken, and a replayed one comes first before the next; guarded by
    // this

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
     * @return false when too many wait for the observer already, or its replay was cancelled
     */
    boolean add(ObserverTask failed, NextAttempt following) {
        synchronized (this) {
            if (failed.isCancelled()) {
                return false;
            }
            if (!fits(failed) && events.phase() == DispatchPhase.OPEN) {
                return false;
            }
            enqueue(following);
            events.awaitAttempt(failed);
        }
        events.wake();
        return true;
    }

    /**
     * Lets an attempt at an event for one observer be made, in its turn.
     *
     * @return false when it will not be made because of a stop
     */
    boolean add(NextAttempt single) {
        synchronized (this) {
            if (!events.enterSingle(single.event)) {
                return false;
            }
            if (single.isReplayed()) {
                replayed.add(single);
                empty = false;
            } else {
                enqueue(single);
            }
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
        if (!attempt.isReplayed()) {
            var load = attempt.target.waiting;
            load.count += sign;
            load.bytes += sign * attempt.event.weight;
        }
    }

    /**
     * Lets a task wait behind another one, until {@link #release} or {@link #leave}.
     *
     * @param anyway however many wait for the observer
     * @return false when too many wait for the observer already
     */
    synchronized boolean hold(ObserverTask task, NextAttempt follower, boolean anyway) {
        if (!anyway && !fits(task) && events.phase() == DispatchPhase.OPEN) {
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
            empty = queue.isEmpty() && replayed.isEmpty();
            leave(attempt);
        }
        return found;
    }

    /** How many events wait for an observer. */
    synchronized int waitingFor(RegisteredObserver observer) {
        return observer.waiting.count;
    }

    /** Takes out the attempts of a cancelled replay that are not being made. Their parts of the events are open again. */
    synchronized List<NextAttempt> removeAllOf(ReplayListener cancelled) {
        var removed = new ArrayList<NextAttempt>();
        for (var waiting : List.of(queue, replayed)) {
            waiting.removeIf(attempt -> attempt.event.single instanceof ReplayedEvent one
                    && one.listener() == cancelled
                    && removed.add(attempt));
        }
        empty = queue.isEmpty() && replayed.isEmpty();
        removed.forEach(this::leave);
        return removed;
    }

    private boolean fits(ObserverTask task) {
        var load = task.target.waiting;
        return task.isReplayed()
                || load.count == 0
                || (load.count < maxCount && load.bytes + task.event.weight <= maxBytes);
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
            if (first != null && first.due - now > 0) {
                first = null;
            }
            if (!replayed.isEmpty() && (turnOfReplayed || first == null)) {
                first = replayed.poll();
                turnOfReplayed = false;
            } else if (first != null) {
                queue.poll();
                count(first, -1);
                turnOfReplayed = true;
            }
            empty = queue.isEmpty() && replayed.isEmpty();
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
            if (!replayed.isEmpty()) {
                return 0;
            }
            var first = queue.peek();
            return first == null ? Long.MAX_VALUE : first.due - now;
        }
    }

    private boolean nothingWillBeDue() {
        return empty || events.phase() != DispatchPhase.OPEN;
    }
}
