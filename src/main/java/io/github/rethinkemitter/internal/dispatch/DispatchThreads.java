package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that a dispatcher starts beside the one that runs it: the watch thread, and those that go on dispatching
 * when a call is stuck.
 */
final class DispatchThreads {

    private static final long GRACE = Duration.ofSeconds(1).toNanos();

    private final String channel;
    private final ThreadStarter starter;
    private final Runnable watch;
    private final LongSupplier nanoTime;
    private final LogThrottle watchAttempts = new LogThrottle();
    private final LogThrottle refusals = new LogThrottle();
    private volatile boolean watched;

    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private final Condition changed = lock.newCondition();
    private final List<Thread> running = new ArrayList<>();
    private int beingStarted; // threads that were asked for, and that the server has not given yet
    private boolean stopped;

    /** @param watch what the watch thread runs */
    DispatchThreads(String channel, ThreadStarter starter, Runnable watch, LongSupplier nanoTime) {
        this.channel = channel;
        this.starter = starter;
        this.watch = watch;
        this.nanoTime = nanoTime;
    }

    /** Starts the watch thread if there is none, trying at most once a second. Called by the dispatching thread. */
    void ensureWatch() {
        if (watched || watchAttempts.letThrough(nanoTime.getAsLong()) < 0) {
            return;
        }
        watched = true;
        watched = start("observers-watch", () -> {
            try {
                watch.run();
            } finally {
                watched = false;
            }
        });
    }

    /**
     * Runs a task on a thread of its own. False when there is no thread to be had, which is logged, or after
     * {@link #stop}.
     */
    boolean start(String name, Runnable task) {
        lock.lock();
        try {
            if (stopped) {
                return false;
            }
            beingStarted++;
        } finally {
            lock.unlock();
        }
        Thread thread = null;
        try {
            thread = starter.start(name, task);
        } catch (Throwable thrown) {
            Log.ifPossible(thrown, cause -> {
                if (refusals.letThrough(nanoTime.getAsLong()) >= 0) {
                    Log.noThread(channel, cause);
                }
            });
        } finally {
            started(thread);
        }
        return thread != null;
    }

    private void started(@Nullable Thread thread) {
        lock.lock();
        try {
            beingStarted--;
            running.removeIf(other -> !other.isAlive());
            if (thread != null) {
                running.add(thread);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Starts no more threads, and waits a moment for those that run to end. */
    void stop() {
        long end = System.nanoTime() + GRACE;
        try {
            var left = startNoMore();
            left.forEach(LockSupport::unpark);
            for (var thread : left) {
                if (thread != Thread.currentThread()) {
                    TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the threads that run, including one that was just being started. */
    private List<Thread> startNoMore() throws InterruptedException {
        lock.lock();
        try {
            stopped = true;
            long rest = GRACE;
            while (beingStarted > 0 && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
            return List.copyOf(running);
        } finally {
            lock.unlock();
        }
    }
}
