package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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

    // To wake the entering thread costs more than to handle an event. So it is woken when there is space for many
    // events; once it has waited long, it is woken when there is space for one.
    private static final int MANY = 64;
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(10);

    private final int maxCount;
    private final long maxBytes;
    private final DeliveryListener listener;

    // The events that count against the bounds. The entering thread adds without the lock; subtracting needs the lock.
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger unreported = new AtomicInteger(); // all events, whether they count or not
    private final AtomicInteger onlyWaiting =
            new AtomicInteger(); // of these, all parts wait for next attempts; guarded by lock

    // Entered and not flushed yet. Used by the entering thread alone.
    private @Nullable InFlightEvent firstEntered;
    private @Nullable InFlightEvent lastEntered;

    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private final Condition flushed = lock.newCondition();
    private final Condition spaceFreed = lock.newCondition();
    private final Condition allReported = lock.newCondition();
    private @Nullable InFlightEvent firstQueued; // flushed and not taken yet
    private @Nullable InFlightEvent lastQueued;
    private long leftUnhandled; // so many events were reported as left unhandled
    private boolean woken; // the dispatching thread has something else to do
    private boolean anySpaceWillDo; // the entering thread has waited long
    private volatile DispatchPhase phase = DispatchPhase.OPEN; // read without the lock

    InFlightEvents(DispatchSettings settings, DeliveryListener listener) {
        this.maxCount = settings.bufferSize();
        this.maxBytes = settings.bufferBytes();
        this.listener = listener;
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
        while (!fits(event.weight)) {
            flush();
            if (!awaitSpace(event.weight)) {
                return false;
            }
        }
        count.incrementAndGet();
        bytes.addAndGet(event.weight);
        unreported.incrementAndGet();
        if (lastEntered == null) {
            firstEntered = event;
        } else {
            lastEntered.next = event;
        }
        lastEntered = event;
        return true;
    }

    // A single event always fits, however large it is.
    private boolean fits(long weight) {
        int others = count.get();
        return others == 0 || (others < maxCount && bytes.get() + weight <= maxBytes);
    }

    private boolean awaitSpace(long weight) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            anySpaceWillDo = false;
            while (phase == DispatchPhase.OPEN && !fits(weight)) {
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

    /** Queues the entered events for the dispatching thread, which is woken once for all of them. */
    void flush() {
        if (firstEntered == null) {
            return;
        }
        lock();
        try {
            if (lastQueued == null) {
                firstQueued = firstEntered;
            } else {
                lastQueued.next = firstEntered;
            }
            lastQueued = lastEntered;
            firstEntered = null;
            lastEntered = null;
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
            var taken = firstQueued;
            firstQueued = null;
            lastQueued = null;
            return phase == DispatchPhase.STOPPED ? null : taken;
        } finally {
            lock.unlock();
        }
    }

    private void awaitFlush(long nanos) {
        long rest = nanos;
        while (firstQueued == null && !woken && rest > 0 && phase != DispatchPhase.STOPPED) {
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

    /**
     * Ends an observer's part: the observer is done with the event, or will not get it. Does nothing the second time.
     */
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

    /**
     * Ends a part that no task stands for: that of the dispatching thread, or that of an observer which no task could
     * be made for.
     */
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
        lock();
        try {
            event.waitingParts--;
            event.openParts++;
            noteWhetherItOnlyWaits(event);
        } finally {
            lock.unlock();
        }
    }

    private void noteWhetherItOnlyWaits(InFlightEvent event) {
        boolean only = event.openParts > 0 && event.openParts == event.waitingParts;
        if (only != event.onlyWaits) {
            event.onlyWaits = only;
            onlyWaiting.addAndGet(only ? 1 : -1);
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
        count.decrementAndGet();
        bytes.addAndGet(-event.weight);
        if (anySpaceWillDo || hasSpaceForMany()) {
            spaceFreed.signal();
        }
    }

    private boolean hasSpaceForMany() {
        int others = count.get();
        return others == 0 || (others <= maxCount - MANY && bytes.get() <= maxBytes - maxBytes / 4);
    }

    private void report(InFlightEvent event) {
        var stored = event.delivery.event();
        try {
            if (event.leftUnhandled) {
                listener.leftUnhandled(stored);
            } else {
                listener.handled(stored);
            }
        } catch (Throwable thrown) {
            Log.ifPossible(thrown, cause -> Log.notReported(stored, cause));
        }
        lock();
        try {
            leftUnhandled += event.leftUnhandled ? 1 : 0;
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

    /** Waits until every event is reported or only waits, the time is up, or the calling thread is interrupted. */
    void drain(Duration timeout) {
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
    }

    /**
     * Reports no more events, and gives no more to the dispatching thread.
     *
     * @return false when that was so before
     */
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

    /** How many events were let in and are not reported as handled. */
    long unhandled() {
        lock();
        try {
            return unreported.get() + leftUnhandled;
        } finally {
            lock.unlock();
        }
    }

    /** How many of these only wait for the next attempts of observers that failed. */
    long waiting() {
        return onlyWaiting.get();
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
