package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.Session;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The open session of a channel, if there is one. Safe for use by many threads. */
final class CurrentSession {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Session session; // guarded by the lock

    void set(@Nullable Session next) {
        lock.lock();
        try {
            session = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Null when there is none, or when it has ended. */
    @Nullable
    Session get() {
        lock.lock();
        try {
            return session != null && session.isOpen() ? session : null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a session; null when none was opened in time. */
    @Nullable
    Session await(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while ((session == null || !session.isOpen()) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return get();
        } finally {
            lock.unlock();
        }
    }
}
