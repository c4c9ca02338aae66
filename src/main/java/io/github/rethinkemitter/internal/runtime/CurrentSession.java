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
    private @Nullable Session session; // guarded by the lock, as is that below
    private boolean closed;

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

    /** Gives nobody who waits a session any more, and nobody who is about to. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a session; null when none was opened in time, and after {@link #close}. */
    @Nullable
    Session await(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (!closed && (session == null || !session.isOpen()) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return closed ? null : get();
        } finally {
            lock.unlock();
        }
    }
}
