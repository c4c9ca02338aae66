package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.Stored;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The events that were taken and are not handled yet, oldest first. Bounds them, and tells each that is handled once all
 * before it are: a position may then be moved to it.
 */
final class Underway {

    private final int bound;
    private final Consumer<Stored> handled;
    private final Deque<Turn> turns = new ArrayDeque<>(); // guarded by this, as is the next
    private Deque<Turn> fresh = new ArrayDeque<>(); // those of the turns that nobody has taken on yet

    Underway(int bound, Consumer<Stored> handled) {
        this.bound = bound;
        this.handled = handled;
    }

    /** Takes an event in, waiting for room. Who waits for events is told by {@link #flush}. */
    synchronized void enter(Delivery delivery) throws InterruptedException {
        while (turns.size() >= bound) {
            notifyAll();
            wait();
        }
        var turn = new Turn(delivery);
        turns.add(turn);
        fresh.add(turn);
    }

    /** Lets go on who waits in {@link #take}, once for many events. */
    synchronized void flush() {
        if (!fresh.isEmpty()) {
            notifyAll();
        }
    }

    /** All that came in and was not taken on, waiting until there is something. */
    synchronized Deque<Turn> take() throws InterruptedException {
        while (fresh.isEmpty()) {
            wait();
        }
        var taken = fresh;
        fresh = new ArrayDeque<>();
        return taken;
    }

    /** Waits until no event is under way, and says how many still are when the time is up or the thread interrupted. */
    synchronized int drain(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!turns.isEmpty()) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    break;
                }
                wait(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return turns.size();
    }

    // Tells inside the lock, because two threads that finish at once must tell in order.
    private synchronized void settle() {
        while (!turns.isEmpty() && turns.peek().open == 0) {
            var event = turns.remove().delivery.event();
            try {
                handled.accept(event);
            } catch (RuntimeException e) {
                Log.notTold(event, e);
            }
        }
        notifyAll();
    }

    /** One event, held by everyone who still works on it. */
    final class Turn {

        final Delivery delivery;
        private int open = 1; // guarded by Underway.this; the thread that took it is the first holder

        private Turn(Delivery delivery) {
            this.delivery = delivery;
        }

        void hold() {
            synchronized (Underway.this) {
                open++;
            }
        }

        void release() {
            synchronized (Underway.this) {
                open--;
                settle();
            }
        }
    }
}
