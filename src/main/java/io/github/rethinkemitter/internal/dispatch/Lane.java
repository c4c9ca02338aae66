package io.github.rethinkemitter.internal.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * A queue of tasks of one observer, which are done one at a time. An asynchronous observer has a lane for each
 * publisher. A synchronous observer has one lane, whose queue is used only while the observer is detached. Guarded by
 * {@link Lanes}, except where a field says otherwise.
 */
final class Lane {

    final RegisteredObserver target;
    final @Nullable String publisher; // null for events without one, and for synchronous observers

    /**
     * The call that runs, or that the executor has not begun yet. If the observer is synchronous and not detached, the
     * dispatching thread sets this field without the lock.
     */
    volatile @Nullable ObserverCall call;

    /**
     * Whether the dispatching went on without waiting for a stuck call of this synchronous observer. From then on only
     * the thread of that call calls the observer, until the queue is empty. Read without the lock.
     */
    volatile boolean detached;

    boolean reserved; // the dispatching thread is about to add a task
    boolean stuck; // the call has not returned, or the executor has not begun it, for too long
    boolean submitting; // a thread is handing a call to the executor, and will look for the next one afterwards
    private boolean full; // a task did not fit behind the stuck call, so no later one is taken: the order would change
    private @Nullable ObserverTask first;
    private @Nullable ObserverTask last;

    Lane(RegisteredObserver target, @Nullable String publisher) {
        this.target = target;
        this.publisher = publisher;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** The task that the call is doing, or that it will do when it begins. */
    @Nullable
    ObserverTask current() {
        var running = call;
        return running == null || running.task() == null ? first : running.task();
    }

    /** Queues a task. False when too much is held for the observer already. */
    boolean append(ObserverTask task) {
        if (stuck) {
            full |= !target.held.fits(task);
            if (full) {
                return false;
            }
            target.held.hold(task);
        } else if (target.held.isOverrun()) {
            return false;
        }
        if (last == null) {
            first = task;
        } else {
            last.next = task;
        }
        last = task;
        return true;
    }

    @Nullable
    ObserverTask poll() {
        var task = first;
        if (task != null) {
            first = task.next;
            last = first == null ? null : last;
            task.next = null;
        }
        return task;
    }

    /**
     * Holds the task of the call and all that wait behind it, so that nothing else waits for them.
     *
     * @return the first of those that do not fit, taken out of the queue; the others are linked to it
     */
    @Nullable
    ObserverTask becomeStuck() {
        stuck = true;
        target.held.laneIsStuck();
        var running = call == null ? null : call.task();
        if (running != null) {
            target.held.hold(running); // whether it fits or not: its memory is in use
        }
        ObserverTask before = null;
        for (var task = first; task != null; task = task.next) {
            if (!target.held.fits(task)) {
                full = true;
                return cutAfter(before);
            }
            target.held.hold(task);
            before = task;
        }
        return null;
    }

    private @Nullable ObserverTask cutAfter(@Nullable ObserverTask before) {
        var cut = before == null ? first : before.next;
        if (before == null) {
            first = null;
        } else {
            before.next = null;
        }
        last = before;
        return cut;
    }

    /** The executor has begun the call, or the call has returned. */
    void becomeUnstuck() {
        if (stuck) {
            stuck = false;
            full = false;
            target.held.laneIsNotStuckAnyMore();
        }
    }
}
