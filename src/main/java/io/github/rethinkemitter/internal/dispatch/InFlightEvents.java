package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.Parking;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The events in memory that are not handled yet. Bounds their number and weight, and reports what became of each when
 * its last part has ended. Events that nobody but stuck or failed observers still has do not count against the bounds.
 *
 * <p>One thread at a time enters events: the feed loop. The dispatching thread takes them. Any thread ends parts.
 *
 * <p>The lock is not held while foreign code runs. Nothing is allocated between taking an event and ending it, so that
 * an OutOfMemoryError cannot lose an event.
 */
final class InFlightEvents {

    // The entering thread is woken when there is space for many events; once it has waited long, when there is space
    // for one.
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(10);

    private final BufferBounds bounds; // the events that count against them
    private final EventReports reports;

    private final AtomicInteger unreported = new AtomicInteger(); // all events, whether they count or not
    // Of these, those whose parts all wait for next attempts; changed with the lock.
    private final AtomicInteger onlyWaiting = new AtomicInteger();

    // Entered and not flushed yet. Used by the entering thread alone.
    private final EventChain entered = new EventChain();

    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private final Condition flushed = lock.newCondition();
    private final Condition spaceFreed = lock.newCondition();
    private final Condition allReported = lock.newCondition();
    private final EventChain queued = new EventChain(); // flushed and not taken yet
    private int singles; // so many of the events that are not reported did not come by the feed
    private int singlesOnlyWaiting; // of these, those whose part waits
    private long leftUnhandled; // so many events were reported as left unhandled
    private boolean woken; // the dispatching thread has something else to do
    private boolean anySpaceWillDo; // the entering thread has waited long
    private volatile DispatchPhase phase = DispatchPhase.OPEN; // read without the lock

    /** @param parking stores events that observers fail on; null when nothing is stored */
    InFlightEvents(DispatchSettings settings, DeliveryListener listener, @Nullable Parking parking) {
        this.bounds = new BufferBounds(settings);
        this.reports = new EventReports(listener, parking);
    }

    DispatchPhase phase() {
        return phase;
    }

    /**
     * Lets an event in, waiting until there is space. The dispatching thread gets it after the next {@link #flush}.
     *
     * @return false when the event was not let in because of a stop
     * @throws InterruptedException when the thread was interrupted while it waited; the event was not let in
     */
    boolean enter(Delivery delivery) throws InterruptedException {
        var event = new InFlightEvent(delivery);
        while (!bounds.fits(event.weight)) {
            flush();
            if (!awaitSpace(event.weight)) {
                return false;
            }
        }
        bounds.add(event);
        unreported.incrementAndGet();
        entered.add(event);
        return true;
    }

    private boolean awaitSpace(long weight) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            anySpaceWillDo = false;
            while (phase == DispatchPhase.OPEN && !bounds.fits(weight)) {
                if (anySpaceWillDo) {
                    spaceFreed.await();
                } else {
                    anySpaceWillDo = spaceFreed.awaitNanos(LONG) <= 0;
                }
            }
            return phase == DispatchPhase.OPEN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets an event in that did not come by the feed, and is for one observer. It does not count against the bounds, and
     * has one part, which waits until {@link #resume}.
     *
     * @return false when it was not let in because of a stop
     */
    boolean enterSingle(InFlightEvent event) {
        lock();
        try {
            if (phase != DispatchPhase.OPEN) {
                return false;
            }
            unreported.incrementAndGet();
            singles++;
            event.waitingParts = 1;
            freeSpace(event);
            noteWhetherItOnlyWaits(event);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Queues the entered events for the dispatching thread, which is woken once for all of them. */
    void flush() {
        if (entered.isEmpty()) {
            return;
        }
        lock();
        try {
            queued.takeOver(entered);
            flushed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes all queued events, waiting until there is one: the first, with the others linked to it. Null after that time,
     * after {@link #wake}, and after {@link #stop}.
     */
    @Nullable
    InFlightEvent take(long nanos) {
        lock();
        try {
            awaitFlush(nanos);
            woken = false;
            var taken = queued.takeAll();
            return phase == DispatchPhase.STOPPED ? null : taken;
        } finally {
            lock.unlock();
        }
    }

    private void awaitFlush(long nanos) {
        long rest = nanos;
        while (queued.isEmpty() && !woken && rest > 0 && phase != DispatchPhase.STOPPED) {
            try {
                rest = flushed.awaitNanos(rest);
            } catch (InterruptedException e) {
                // A foreign interrupt changes nothing.
            }
        }
    }

    /** Ends the wait of the dispatching thread for events. */
    void wake() {
        lock();
        try {
            woken = true;
            flushed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Gives an event so many more parts, one for each observer that gets it. */
    void addParts(InFlightEvent event, int observers) {
        lock();
        try {
            event.openParts += observers;
        } finally {
            lock.unlock();
        }
    }

    /** Ends an observer's part: it is done with the event, or will not get it. Does nothing the second time. */
    void end(ObserverTask task, boolean handled) {
        boolean last = false;
        lock();
        try {
            if (!task.ended) {
                task.ended = true;
                if (task.held) {
                    task.event.heldParts--;
                }
                last = endPart(task.event, handled);
            }
        } finally {
            lock.unlock();
        }
        if (last) {
            report(task.event);
        }
    }

    /** Ends a part without a task: that of the dispatching thread, or of an observer that no task could be made for. */
    void end(InFlightEvent event, boolean handled) {
        boolean last;
        lock();
        try {
            last = endPart(event, handled);
        } finally {
            lock.unlock();
        }
        if (last) {
            report(event);
        }
    }

    // Says whether it was the last part, so that the event has to be reported. After the stop events are not reported:
    // the parts of observers that were not called end as well.
    private boolean endPart(InFlightEvent event, boolean handled) {
        event.openParts--;
        event.leftUnhandled |= !handled;
        freeSpace(event);
        noteWhetherItOnlyWaits(event);
        return event.openParts == 0 && phase != DispatchPhase.STOPPED;
    }

    /** An observer failed and gets the event again: its part does not end, but waits until {@link #resume}. */
    void awaitAttempt(ObserverTask failed) {
        lock();
        try {
            failed.ended = true;
            if (failed.held) {
                failed.event.heldParts--;
            }
            failed.event.waitingParts++;
            freeSpace(failed.event);
            noteWhetherItOnlyWaits(failed.event);
        } finally {
            lock.unlock();
        }
    }

    /** A part has waited long enough. The dispatching thread gets a part of the event, as for the first attempt. */
    void resume(InFlightEvent event) {
        stopWaiting(event, 1);
    }

    /** A part waits no more, and is about to end. */
    void stopWaiting(InFlightEvent event) {
        stopWaiting(event, 0);
    }

    private void stopWaiting(InFlightEvent event, int moreParts) {
        lock();
        try {
            event.waitingParts--;
            event.openParts += moreParts;
            noteWhetherItOnlyWaits(event);
        } finally {
            lock.unlock();
        }
    }

    private void noteWhetherItOnlyWaits(InFlightEvent event) {
        boolean only = event.openParts > 0 && event.openParts == event.waitingParts;
        if (only != event.onlyWaits) {
            int change = only ? 1 : -1;
            event.onlyWaits = only;
            onlyWaiting.addAndGet(change);
            singlesOnlyWaiting += event.single == null ? 0 : change;
            allReported.signalAll();
        }
    }

    /** Marks a part as held: it is in a stuck call or waits behind one. */
    void hold(ObserverTask task) {
        lock();
        try {
            task.held = true;
            if (!task.ended) {
                task.event.heldParts++;
                freeSpace(task.event);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops counting an event against the bounds as soon as it has no part that is open and neither held nor waiting. */
    private void freeSpace(InFlightEvent event) {
        if (!event.countsAgainstBounds || event.openParts > event.heldParts + event.waitingParts) {
            return;
        }
        event.countsAgainstBounds = false;
        if (event.single != null) {
            return;
        }
        bounds.subtract(event);
        if (anySpaceWillDo || bounds.hasSpaceForMany()) {
            spaceFreed.signal();
        }
    }

    private void report(InFlightEvent event) {
        reports.report(event);
        lock();
        try {
            if (event.single != null) {
                singles--;
            } else {
                leftUnhandled += event.leftUnhandled ? 1 : 0;
            }
            if (unreported.decrementAndGet() <= onlyWaiting.get()) {
                allReported.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets no more events in. */
    void close() {
        lock();
        try {
            if (phase == DispatchPhase.OPEN) {
                phase = DispatchPhase.DRAINING;
            }
            spaceFreed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every event is reported or only waits, the time is up, or the calling thread is interrupted.
     *
     * @return whether every event is reported or only waits
     */
    boolean drain(Duration timeout) {
        lock();
        try {
            long rest = TimeUnit.NANOSECONDS.convert(timeout);
            while (unreported.get() > onlyWaiting.get() && rest > 0) {
                rest = allReported.awaitNanos(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return unreported.get() <= onlyWaiting.get();
    }

    /** Reports no more events, and gives no more to the dispatching thread; false when that was so before. */
    boolean stop() {
        lock();
        try {
            boolean first = phase != DispatchPhase.STOPPED;
            phase = DispatchPhase.STOPPED;
            flushed.signalAll();
            spaceFreed.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /**
     * So many events of the feed were let in and are not reported as handled.
     *
     * @param left of these, those that were reported as left unhandled
     * @param waiting of these, those that only wait for the next attempts of observers that failed
     */
    record Unhandled(long all, long left, int waiting) {}

    Unhandled unhandled() {
        lock();
        try {
            return new Unhandled(
                    leftUnhandled + unreported.get() - singles, leftUnhandled, onlyWaiting.get() - singlesOnlyWaiting);
        } finally {
            lock.unlock();
        }
    }

    // A contended lock allocates. Ending a part must not fail because of that: its event would never be reported.
    private void lock() {
        while (true) {
            try {
                lock.lock();
                return;
            } catch (OutOfMemoryError e) {
                Thread.onSpinWait();
            }
        }
    }
}
