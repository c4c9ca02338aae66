package io.github.rethinkemitter.internal.publish;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which events are settled, by their ordinals. These come nearly in order, so that most cost one comparison. Safe for use by many
 * threads.
 */
final class SettledOrdinals {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    // All ordinals up to this one are settled, and the next is not.
    private long upTo;
    private final Set<Long> beyond = new HashSet<>();

    /** Called once for every ordinal, after the stage of its event was completed. */
    void add(long ordinal) {
        lock.lock();
        try {
            if (ordinal != upTo + 1) {
                beyond.add(ordinal);
                return;
            }
            upTo++;
            while (!beyond.isEmpty() && beyond.remove(upTo + 1)) {
                upTo++;
            }
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all ordinals up to this one are settled. Returns false when the time is up first. */
    boolean await(long last, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (upTo < last) {
                if (left <= 0) {
                    return false;
                }
                left = advanced.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    long upTo() {
        lock.lock();
        try {
            return upTo;
        } finally {
            lock.unlock();
        }
    }
}
