package io.github.rethinkemitter.internal.dispatch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One thread's time of dispatching. Where it calls code that may not return, another thread may take the dispatching from it;
 * then it ends without touching anything of it.
 */
final class DispatchTurn {

    private static final long TAKEN = -1;

    private final AtomicLong step = new AtomicLong(); // odd within foreign code
    private volatile long since; // of the last step into foreign code, in nanoseconds

    /** Foreign code is about to be called. */
    void enter(long now) {
        since = now;
        step.incrementAndGet();
    }

    /** Foreign code has returned. False when the dispatching was taken meanwhile. */
    boolean leave() {
        long current = step.get();
        return current != TAKEN && step.compareAndSet(current, current + 1);
    }

    /** Takes the dispatching if the thread has been within the same foreign code for so long. */
    boolean takeAfter(long nanos, long now) {
        long current = step.get();
        return (current & 1) == 1 && current != TAKEN && now - since >= nanos && step.compareAndSet(current, TAKEN);
    }
}
