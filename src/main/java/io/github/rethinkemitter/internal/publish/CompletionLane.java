package io.github.rethinkemitter.internal.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue of outcomes, whose stages one thread completes one after another: the <i>leader</i>. A second thread, the
 * <i>standby</i>, takes the queue over when the leader does not come back from a callback while others wait. The former
 * leader ends when it does come back. Both threads are started when they are first needed.
 */
final class CompletionLane {

    /** How long one callback may delay others. */
    static final Duration PATIENCE = Duration.ofMillis(100);

    /** How many former leaders there may be whose callbacks do not return. */
    static final int MOST_BLOCKED = 64;

    private final StageCompleter completer;
    private final ReentrantLock lock = new ReentrantLock();
    // The leader waits for an outcome to complete.
    private final Condition work = lock.newCondition();
    // The standby waits for its time to take over, and awaitEnd() for the threads to end.
    private final Condition change = lock.newCondition();

    private final Deque<EventOutcome> queue = new ArrayDeque<>();
    private @Nullable Worker leader;
    private @Nullable Worker standby;
    // How many former leaders have not come back from their callbacks.
    private int blocked;
    // Whether the standby wakes by itself when the leader's time is up.
    private boolean standbyHasTimer;
    private int flushes;
    private boolean closed;
    // The size of the queue, to be read without the lock.
    private volatile int uncompleted;

    CompletionLane(StageCompleter completer) {
        this.completer = completer;
    }

    int uncompleted() {
        return uncompleted;
    }

    void add(List<EventOutcome> outcomes) {
        lock.lock();
        try {
            queue.addAll(outcomes);
            uncompleted = queue.size();
            work.signal();
            wakeStandby();
        } finally {
            lock.unlock();
        }
        startWorkers();
    }

    /** A flush waits for the leader's stage, even if the queue is empty. */
    void flushBegins() {
        countFlushes(1);
        startWorkers();
    }

    void flushEnds() {
        countFlushes(-1);
    }

    private void countFlushes(int more) {
        lock.lock();
        try {
            flushes += more;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the threads when all stages are completed. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the leader and the standby to end. Returns how many threads are left in callbacks. */
    int awaitEnd(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while ((leader != null || standby != null) && left > 0) {
                left = change.awaitNanos(left);
            }
            return blocked + (leader != null && leader.current != null ? 1 : 0);
        } finally {
            lock.unlock();
        }
    }

    // Without the lock: a server may take long to start a thread.
    private void startWorkers() {
        for (Worker next = missingWorker(); next != null; next = missingWorker()) {
            try {
                completer.start(next);
            } catch (RuntimeException | Error e) {
                completer.noThread(e);
                if (!runOnThisThread(next)) {
                    return;
                }
            }
        }
    }

    private @Nullable Worker missingWorker() {
        lock.lock();
        try {
            if (leader == null) {
                leader = queue.isEmpty() ? null : new Worker(false);
                return leader;
            }
            if (needsStandby(leader)) {
                standby = new Worker(false);
                return standby;
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    // When no leader can be started, the thread that has added the outcomes completes them. Returns whether it did.
    private boolean runOnThisThread(Worker unstarted) {
        Worker own;
        lock.lock();
        try {
            if (standby == unstarted) {
                standby = null;
                return false;
            }
            own = new Worker(true);
            leader = own;
        } finally {
            lock.unlock();
        }
        completer.run(own);
        return true;
    }

    // With the lock held: whether others wait for this worker, which is in a callback.
    private boolean delaysOthers(Worker worker) {
        return worker.current != null && (!queue.isEmpty() || flushes > 0);
    }

    private boolean needsStandby(Worker worker) {
        return standby == null && delaysOthers(worker) && blocked < MOST_BLOCKED && completer.mayStartThread();
    }

    private void wakeStandby() {
        if (!standbyHasTimer && leader != null && delaysOthers(leader)) {
            change.signalAll();
        }
    }

    /** What a leader or standby runs. Its fields are guarded by the lane's lock. */
    final class Worker implements Runnable {

        // Whether the thread belongs to the publisher or to a caller, and leaves when the queue is empty.
        private final boolean borrowsThread;
        // The outcome whose stage it completes, and since when.
        private @Nullable EventOutcome current;
        private long currentSince;
        private boolean currentIsSettled;
        // Whether others wait and there is no standby.
        private boolean standbyMissing;

        private Worker(boolean borrowsThread) {
            this.borrowsThread = borrowsThread;
        }

        @Override
        public void run() {
            try {
                if (becomesLeader()) {
                    for (EventOutcome next = next(); next != null; next = next()) {
                        if (standbyMissing) {
                            startWorkers();
                        }
                        completer.complete(next);
                    }
                }
            } finally {
                leave();
            }
            startWorkers();
        }

        /** Waits to become the leader. Returns false when no other leader is needed any more. */
        private boolean becomesLeader() {
            @Nullable EventOutcome blocking = null;
            int blockedNow = 0;
            lock.lock();
            try {
                while (leader != this) {
                    if (leader == null) {
                        takeOver();
                    } else if (delaysOthers(leader)) {
                        long left = PATIENCE.toNanos() - (completer.now() - leader.currentSince);
                        if (left <= 0) {
                            blocking = leader.current;
                            leader.handOver();
                            blockedNow = blocked;
                            takeOver();
                        } else {
                            standbyHasTimer = true;
                            await(left);
                            standbyHasTimer = false;
                        }
                    } else if (closed) {
                        return false;
                    } else {
                        await(Long.MAX_VALUE);
                    }
                }
            } finally {
                lock.unlock();
            }
            if (blocking != null) {
                completer.blocked(blocking, blockedNow);
                startWorkers();
            }
            return true;
        }

        private void takeOver() {
            leader = this;
            standby = null;
        }

        @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
        private void await(long nanos) {
            try {
                var unused = change.awaitNanos(nanos);
            } catch (InterruptedException e) {
                // The thread ends when the lane is closed. Other interrupts have no effect.
            }
        }

        /** The next outcome. Null when another thread leads now, or when the queue is empty and the thread is to end. */
        private @Nullable EventOutcome next() {
            lock.lock();
            try {
                if (current != null) {
                    settleCurrent();
                    current = null;
                }
                while (leader == this) {
                    EventOutcome next = queue.poll();
                    if (next != null) {
                        uncompleted = queue.size();
                        current = next;
                        currentIsSettled = false;
                        currentSince = completer.now();
                        standbyMissing = needsStandby(this);
                        wakeStandby();
                        return next;
                    }
                    if (closed || borrowsThread) {
                        return null;
                    }
                    awaitWork();
                }
                return null;
            } finally {
                lock.unlock();
            }
        }

        @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
        private void awaitWork() {
            try {
                work.await();
            } catch (InterruptedException e) {
                // As in await().
            }
        }

        // With the lock held. Once for each outcome: by the leader when it comes back, or when another takes over.
        private void settleCurrent() {
            if (current != null && !currentIsSettled) {
                currentIsSettled = true;
                completer.settled(current);
            }
        }

        /** With the lock held: counts the leader as blocked. Its stage is completed, and only callbacks still run. */
        private void handOver() {
            settleCurrent();
            leader = null;
            blocked++;
        }

        /** The worker's thread is in a callback, and about to wait for other stages. */
        void aboutToWait() {
            lock.lock();
            try {
                if (leader == this) {
                    handOver();
                    change.signalAll();
                } else {
                    settleCurrent();
                }
            } finally {
                lock.unlock();
            }
            startWorkers();
        }

        private void leave() {
            lock.lock();
            try {
                if (leader == this) {
                    leader = null;
                } else if (standby == this) {
                    standby = null;
                } else {
                    blocked--;
                }
                change.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
