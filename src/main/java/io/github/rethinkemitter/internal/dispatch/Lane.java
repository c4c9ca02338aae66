package io.github.rethinkemitter.internal.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The way of one observer's events, one at a time: of an asynchronous one those of one publisher, of a synchronous one all.
 * Guarded by {@link Lanes}, except where it says otherwise.
 */
final class Lane {

    final RegisteredObserver target;
    final @Nullable String publisher; // null for events without one, and for synchronous observers

    /**
     * The call that runs or waits for a thread. Of a synchronous observer that is not apart, the dispatching thread sets it
     * without the lock.
     */
    volatile @Nullable ObserverCall call;

    /**
     * A synchronous observer whose call the dispatching did not wait for: it is called by the thread that the call is on, until
     * nothing waits here.
     */
    volatile boolean apart;

    boolean reserved; // the dispatching thread is about to add work
    boolean stuck; // its call has not returned, or not begun, for too long
    boolean submitting; // a thread hands a call to the executor, and looks for the next one when it has
    private boolean leaves; // since it is stuck something did not fit, so what comes later is not taken either
    private @Nullable ObserverTask first;
    private @Nullable ObserverTask last;

    Lane(RegisteredObserver target, @Nullable String publisher) {
        this.target = target;
        this.publisher = publisher;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** What its call is about, or will be. */
    @Nullable
    ObserverTask current() {
        var running = call;
        return running == null || running.work() == null ? first : running.work();
    }

    /** Adds work, unless it must be left because too much waits for a stuck call already. */
    boolean append(ObserverTask work, InFlightEvents events) {
        if (stuck) {
            leaves |= !target.held.fits(work.event.weight);
            if (leaves) {
                return false;
            }
            hold(work, events);
        } else if (target.held.isOverrun()) {
            return false;
        }
        if (last == null) {
            first = work;
        } else {
            last.next = work;
        }
        last = work;
        return true;
    }

    @Nullable
    ObserverTask poll() {
        var work = first;
        if (work != null) {
            first = work.next;
            last = first == null ? null : last;
            work.next = null;
        }
        return work;
    }

    /**
     * Its call has not returned, or not begun, for too long: from now on nothing else waits for what is here.
     *
     * @return the first of those that have no room and must be left; the others follow it
     */
    @Nullable
    ObserverTask becomesStuck(InFlightEvents events) {
        stuck = true;
        target.held.laneIsStuck();
        var running = call == null ? null : call.work();
        if (running != null) {
            hold(running, events); // however many there are: its memory is in use
        }
        ObserverTask before = null;
        for (var work = first; work != null; work = work.next) {
            if (!target.held.fits(work.event.weight)) {
                return cutAfter(before);
            }
            hold(work, events);
            before = work;
        }
        return null;
    }

    private @Nullable ObserverTask cutAfter(@Nullable ObserverTask before) {
        leaves = true;
        var cut = before == null ? first : before.next;
        if (before == null) {
            first = null;
        } else {
            before.next = null;
        }
        last = before;
        return cut;
    }

    /** A call begins, or has returned. */
    void goesOn() {
        if (stuck) {
            stuck = false;
            leaves = false;
            target.held.laneGoesOn();
        }
    }

    private void hold(ObserverTask work, InFlightEvents events) {
        events.hold(work);
        target.held.add(work.event.weight);
    }

    /** Work that was in a call is done with. */
    void forget(ObserverTask work) {
        if (work.held) {
            target.held.remove(work.event.weight);
        }
    }
}
