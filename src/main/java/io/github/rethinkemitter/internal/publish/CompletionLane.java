package io.github.rethinkemitter.internal.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue of outcomes, told one after another by one thread, the <i>leader</i>. Another thread, the <i>standby</i>, takes
 * the queue over when the leader does not come back from a callback while somebody waits; the former leader then ends when
 * it does come back. Both are started when they are first needed.
 */
final class CompletionLane {

    /** How long one callback may hold up others. */
    static final Duration PATIENCE = Duration.ofMillis(100);

    /** Threads in callbacks that do not return, at most. */
    static final int MOST_BLOCKED = 64;

    private final StageCompleter completer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition(); // the leader waits for it
    private final Condition change = lock.newCondition(); // the standby waits for it, and who waits for the end

    private final Deque<EventOutcome> queue = new ArrayDeque<>();
    private @Nullable Worker leader;
    private @Nullable Worker standby;
    // Former leaders that have not come back from their callbacks.
    private int blocked;
    // Whether the standby looks by itself when the leader's time is up, and needs no waking.
    private boolean watching;
    private int flushing;
    private boolean closed;
    // Read without the lock, where about right is enough.
    private volatile int untold;

    CompletionLane(StageCompleter completer) {
        this.completer = completer;
    }

    int untold() {
        return untold;
    }

    void add(List<EventOutcome> outcomes) {
        lock.lock();
        try {
            queue.addAll(outcomes);
            untold = queue.size();
            work.signal();
            wakeStandby();
        } finally {
            lock.unlock();
        }
        startWorkers();
    }

    /** Somebody waits for what is untold, even if nothing is behind it. */
    void flushBegins() {
        flushing(1);
        startWorkers();
    }

    void flushEnds() {
        flushing(-1);
    }

    private void flushing(int more) {
        lock.lock();
        try {
            flushing += more;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the threads when all is told. */
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

    /** Waits for the threads to end that do not wait for a callback; says how many do. */
    int awaitEnd(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while ((leader != null || standby != null) && left > 0) {
                left = change.awaitNanos(left);
            }
            return blocked + (leader != null && leader.telling != null ? 1 : 0);
        } finally {
            lock.unlock();
        }
    }

    // Threads are started without the lock: a server may take long to give one.
    private void startWorkers() {
        for (Worker next = missing(); next != null; next = missing()) {
            try {
                completer.start(next);
            } catch (RuntimeException | Error e) {
                completer.noThread(e);
                if (!replaced(next)) {
                    return;
                }
            }
        }
    }

    private @Nullable Worker missing() {
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

    // Without a thread of its own what waits is told by the thread that has brought it.
    private boolean replaced(Worker unstarted) {
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

    // Under the lock: whether others wait for a leader that is in a callback.
    private boolean isWaitedFor(Worker worker) {
        return worker.telling != null && (!queue.isEmpty() || flushing > 0);
    }

    private boolean needsStandby(Worker worker) {
        return standby == null && isWaitedFor(worker) && blocked < MOST_BLOCKED && completer.mayStart();
    }

    private void wakeStandby() {
        if (!watching && leader != null && isWaitedFor(leader)) {
            change.signalAll();
        }
    }

    /** A thread that tells outcomes, or waits to do so. All that it knows is guarded by the lane's lock. */
    final class Worker implements Runnable {

        private final boolean borrowed; // its thread belongs to somebody else, and goes when nothing is left to tell
        private @Nullable EventOutcome telling;
        private long since;
        private boolean settled;
        private boolean alone; // others wait, and nobody is there to take over

        private Worker(boolean borrowed) {
            this.borrowed = borrowed;
        }

        @Override
        public void run() {
            try {
                if (leads()) {
                    for (EventOutcome next = next(); next != null; next = next()) {
                        if (alone) {
                            startWorkers();
                        }
                        completer.tell(next);
                    }
                }
            } finally {
                leave();
            }
            startWorkers();
        }

        /** Waits to become the leader; false when none is needed any more. */
        private boolean leads() {
            @Nullable EventOutcome stuck = null;
            int count = 0;
            lock.lock();
            try {
                while (leader != this) {
                    if (leader == null) {
                        takeOver();
                    } else if (isWaitedFor(leader)) {
                        long left = PATIENCE.toNanos() - (completer.now() - leader.since);
                        if (left <= 0) {
                            stuck = leader.telling;
                            leader.handOver();
                            count = blocked;
                            takeOver();
                        } else {
                            watching = true;
                            await(left);
                            watching = false;
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
            if (stuck != null) {
                completer.blocked(stuck, count);
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
                // It ends when the lane is closed; whoever else interrupts it has no say.
            }
        }

        /** The next outcome; null when another thread leads, or all is told and no more comes. */
        private @Nullable EventOutcome next() {
            lock.lock();
            try {
                if (telling != null) {
                    settle();
                    telling = null;
                }
                while (leader == this) {
                    EventOutcome next = queue.poll();
                    if (next != null) {
                        untold = queue.size();
                        telling = next;
                        settled = false;
                        since = completer.now();
                        alone = needsStandby(this);
                        wakeStandby();
                        return next;
                    }
                    if (closed || borrowed) {
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
                // As above.
            }
        }

        // Under the lock. Once: the leader when it comes back, or whoever takes over from it.
        private void settle() {
            if (telling != null && !settled) {
                settled = true;
                completer.settled(telling);
            }
        }

        /** Under the lock: the leader counts as blocked from now on. Its stage is completed; only callbacks are left. */
        private void handOver() {
            settle();
            leader = null;
            blocked++;
        }

        /** The calling worker is about to wait for others in a callback. */
        void aboutToWait() {
            lock.lock();
            try {
                if (leader == this) {
                    handOver();
                    change.signalAll();
                } else {
                    settle();
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
