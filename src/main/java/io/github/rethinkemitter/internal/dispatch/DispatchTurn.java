package io.github.rethinkemitter.internal.dispatch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread's turn to dispatch. While the thread is in foreign code, which may never return, the watch thread can take
 * the turn away. When the foreign code returns after all, the thread learns that, and leaves everything alone that
 * belongs to the dispatching.
 */
final class DispatchTurn {

    private static final long TAKEN = -1;

    // Odd while the thread is in foreign code. The number grows with each step, so that the turn is taken only from the
    // very call that was seen to be stuck, and not from a later one.
    private final AtomicLong step = new AtomicLong();
    private volatile long enteredAt; // when the thread last entered foreign code, in nanoseconds

    /** The thread is about to call foreign code. */
    void enterForeignCode(long now) {
        enteredAt = now;
        step.incrementAndGet();
    }

    /**
     * The foreign code has returned.
     *
     * @return false when the turn was taken away meanwhile
     */
    boolean leaveForeignCode() {
        long current = step.get();
        return current != TAKEN && step.compareAndSet(current, current + 1);
    }

    /**
     * Takes the turn away if its thread has been in one call of foreign code for so long.
     *
     * @return whether it was taken
     */
    boolean takeIfStuck(long nanos, long now) {
        long current = step.get();
        boolean inForeignCode = current != TAKEN && (current & 1) == 1;
        return inForeignCode && now - enteredAt >= nanos && step.compareAndSet(current, TAKEN);
    }
}
