package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.Stored;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The events that were taken and are not handled yet, oldest first. Bounds them, and tells each that is handled once all
 * before it are: a position may then be moved to it. One thread at a time enters events.
 */
final class Underway {

    // Who waits for room goes on when there is some for so many, or he has waited so long: to be woken costs more than
    // an event does.
    private static final int SOME = 64;
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(10);

    private final int bound;
    private final Consumer<Stored> handled;
    private final AtomicInteger size = new AtomicInteger();
    private final Deque<Turn> entered = new ArrayDeque<>(); // not told yet; used by who enters
    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition none = lock.newCondition();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private Deque<Turn> fresh = new ArrayDeque<>(); // those of the turns that nobody has taken on yet
    private long fullSince; // nanoseconds; means something while somebody waits for room

    Underway(int bound, Consumer<Stored> handled) {
        this.bound = bound;
        this.handled = handled;
    }

    /** Takes an event in, waiting for room. Who waits for events is told by {@link #flush}. */
    void enter(Delivery delivery) throws InterruptedException {
        while (!offer(delivery)) {
            flush();
            awaitRoom();
        }
    }

    /** Takes an event in if there is room. */
    boolean offer(Delivery delivery) {
        if (size.get() >= bound) {
            return false;
        }
        size.incrementAndGet();
        entered.add(new Turn(delivery));
        return true;
    }

    private void awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            fullSince = System.nanoTime();
            while (size.get() >= bound) {
                room.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets go on who waits in {@link #take}, once for many events. */
    void flush() {
        if (entered.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            turns.addAll(entered);
            fresh.addAll(entered);
            entered.clear();
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** All that came in and was not taken on, waiting until there is something. */
    Deque<Turn> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (fresh.isEmpty()) {
                work.await();
            }
            var taken = fresh;
            fresh = new ArrayDeque<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no event is under way, and says how many still are when the time is up or the thread interrupted. */
    int drain(Duration timeout) {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (size.get() > 0 && left > 0) {
                left = none.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return size.get();
    }

    // Tells inside the lock, because two threads that finish at once must tell in order.
    private void settle() {
        while (!turns.isEmpty() && turns.element().open == 0) {
            var event = turns.remove().delivery.event();
            size.decrementAndGet();
            try {
                handled.accept(event);
            } catch (RuntimeException e) {
                Log.notTold(event, e);
            }
        }
        int left = size.get();
        if (left == 0) {
            none.signalAll();
        }
        if (lock.hasWaiters(room) && (left == 0 || left <= bound - SOME || System.nanoTime() - fullSince >= LONG)) {
            room.signal();
        }
    }

    /** One event, held by everyone who still works on it. */
    final class Turn {

        final Delivery delivery;
        private int open = 1; // guarded by the lock; the thread that took it is the first holder

        private Turn(Delivery delivery) {
            this.delivery = delivery;
        }

        void hold() {
            lock.lock();
            try {
                open++;
            } finally {
                lock.unlock();
            }
        }

        void release() {
            lock.lock();
            try {
                open--;
                settle();
            } finally {
                lock.unlock();
            }
        }
    }
}
