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
 * The events that are in memory with work still to do. Bounds their number and weight, except for those that only wait for
 * stuck observers, and tells what became of each when its last part has ended. One thread at a time enters events.
 *
 * <p>Nothing foreign is called under the lock. Nothing is allocated between taking an event and ending it, so that an
 * OutOfMemoryError cannot lose one.
 */
final class InFlightEvents {

    // A thread that waits for room goes on when there is room for so many, or after so long when there is some: to be
    // woken costs more than an event does.
    private static final int MUCH = 64;
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(10);

    private final int maxCount;
    private final long maxBytes;
    private final DeliveryListener completion;

    // What is bounded. Grows by the thread that enters, without the lock, and shrinks under it.
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger present = new AtomicInteger(); // those that only wait for stuck observers included
    private @Nullable InFlightEvent enteredFirst; // not flushed yet; used by the thread that enters, as is the next
    private @Nullable InFlightEvent enteredLast;

    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition none = lock.newCondition();
    private @Nullable InFlightEvent first; // flushed, and not taken yet
    private @Nullable InFlightEvent last;
    private long left; // told as left unhandled
    private boolean takesAnyRoom; // whoever waits for room has waited long enough
    private DispatchPhase phase = DispatchPhase.OPEN;

    InFlightEvents(DispatchSettings settings, DeliveryListener completion) {
        this.maxCount = settings.bufferSize();
        this.maxBytes = settings.bufferBytes();
        this.completion = completion;
    }

    /**
     * Lets an event in, waiting for room. It may be taken when {@link #flush} was called.
     *
     * @return false when it was not let in because no more are taken
     * @throws InterruptedException when the thread was interrupted while it waited; the event was not let in
     */
    boolean enter(Delivery delivery) throws InterruptedException {
        var event = new InFlightEvent(delivery);
        while (!fits(event.weight)) {
            flush();
            if (!awaitRoom(event.weight)) {
                return false;
            }
        }
        count.incrementAndGet();
        bytes.addAndGet(event.weight);
        present.incrementAndGet();
        if (enteredLast == null) {
            enteredFirst = event;
        } else {
            enteredLast.next = event;
        }
        enteredLast = event;
        return true;
    }

    // One event always fits, however large it is.
    private boolean fits(long weight) {
        int others = count.get();
        return others == 0 || (others < maxCount && bytes.get() + weight <= maxBytes);
    }

    private boolean awaitRoom(long weight) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            takesAnyRoom = false;
            while (phase == DispatchPhase.OPEN && !fits(weight)) {
                if (takesAnyRoom) {
                    room.await();
                } else {
                    takesAnyRoom = room.awaitNanos(LONG) <= 0;
                }
            }
            return phase == DispatchPhase.OPEN;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes whoever waits in {@link #take}, once for many events. */
    void flush() {
        if (enteredFirst == null) {
            return;
        }
        lock();
        try {
            if (last == null) {
                first = enteredFirst;
            } else {
                last.next = enteredFirst;
            }
            last = enteredLast;
            enteredFirst = null;
            enteredLast = null;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The first of all that were flushed and not taken, waiting until there is one; null after {@link #stop}. */
    @Nullable
    InFlightEvent take() {
        lock();
        try {
            while (first == null && phase != DispatchPhase.STOPPED) {
                work.awaitUninterruptibly();
            }
            var taken = first;
            first = null;
            last = null;
            return phase == DispatchPhase.STOPPED ? null : taken;
        } finally {
            lock.unlock();
        }
    }

    /** So many observers will get the event: each ends its own part. */
    void spread(InFlightEvent event, int observers) {
        lock();
        try {
            event.open += observers;
        } finally {
            lock.unlock();
        }
    }

    /** An observer is through with an event, or will not get it. Does nothing when that was said before. */
    void end(ObserverTask part, boolean handled) {
        lock();
        try {
            if (part.ended) {
                return;
            }
            part.ended = true;
            if (part.held) {
                part.event.held--;
            }
            if (!endsEvent(part.event, handled)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        tell(part.event);
    }

    /** The same for a part that is nobody's work: that of whoever dispatches, or of an observer that could not be asked. */
    void end(InFlightEvent event, boolean handled) {
        lock();
        try {
            if (!endsEvent(event, handled)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        tell(event);
    }

    // After the stop an event may have missed observers: it stays unhandled.
    private boolean endsEvent(InFlightEvent event, boolean handled) {
        event.open--;
        event.left |= !handled;
        unbound(event);
        return event.open == 0 && phase != DispatchPhase.STOPPED;
    }

    /** The event waits for a stuck observer, or is with it. */
    void hold(ObserverTask part) {
        lock();
        try {
            part.held = true;
            if (!part.ended) {
                part.event.held++;
                unbound(part.event);
            }
        } finally {
            lock.unlock();
        }
    }

    private void unbound(InFlightEvent event) {
        if (!event.bounded || event.held < event.open) {
            return;
        }
        event.bounded = false;
        int others = count.decrementAndGet();
        long weight = bytes.addAndGet(-event.weight);
        boolean much = others == 0 || (others <= maxCount - MUCH && weight <= maxBytes - maxBytes / 4);
        if (much || takesAnyRoom) {
            room.signal();
        }
    }

    private void tell(InFlightEvent event) {
        var stored = event.delivery.event();
        try {
            if (event.left) {
                completion.leftUnhandled(stored);
            } else {
                completion.handled(stored);
            }
        } catch (Throwable thrown) {
            Log.quietly(thrown, cause -> Log.notTold(stored, cause));
        }
        lock();
        try {
            left += event.left ? 1 : 0;
            if (present.decrementAndGet() == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets no more events in. */
    void close() {
        lock();
        try {
            phase = phase == DispatchPhase.OPEN ? DispatchPhase.DRAINING : phase;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every event has come to its end; not longer, and not when interrupted. */
    void drain(Duration timeout) {
        lock();
        try {
            long rest = nanos(timeout);
            while (present.get() > 0 && rest > 0) {
                rest = none.awaitNanos(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is told any more. Says how many events were not handled: all that are present, and all that were left. */
    long stop() {
        lock();
        try {
            phase = DispatchPhase.STOPPED;
            work.signalAll();
            room.signalAll();
            return present.get() + left;
        } finally {
            lock.unlock();
        }
    }

    private static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // 292 years
        }
    }

    // A contended lock allocates. What ends an event must not fail, or the event would never be told.
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
