package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which thread dispatches: one at a time. The thread that was given to the dispatcher stays until the stop, and waits while
 * another one dispatches; further ones are started when none waits, and end when they are not needed any more. One more
 * thread keeps watch.
 */
final class DispatchTurns {

    private static final long GRACE = Duration.ofSeconds(1).toNanos();

    private final String channel;
    private final ThreadStarter threads;
    private final Consumer<DispatchTurn> dispatch;
    private final Runnable watch;
    private final LongSupplier nanoTime;
    private final LogThrottle attempts = new LogThrottle(); // to start the watch
    private final LogThrottle refusals = new LogThrottle();
    private volatile boolean watched;

    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private final Condition changed = lock.newCondition();
    private final List<Thread> started = new ArrayList<>();
    private @Nullable DispatchTurn active;
    private int idle; // threads that wait for the shift to end
    private int further; // threads that were started to dispatch
    private int starting; // that a server has not given yet
    private boolean stopped;

    /**
     * @param dispatch dispatches until the stop, or until the shift was taken from it
     * @param watch keeps watch until the stop
     */
    DispatchTurns(
            String channel,
            ThreadStarter threads,
            Consumer<DispatchTurn> dispatch,
            Runnable watch,
            LongSupplier nanoTime) {
        this.channel = channel;
        this.threads = threads;
        this.dispatch = dispatch;
        this.watch = watch;
        this.nanoTime = nanoTime;
    }

    /** Dispatches whenever no other thread does, until the stop. */
    void serve() {
        for (var shift = await(); shift != null; shift = await()) {
            serve(shift);
        }
    }

    private void serve(DispatchTurn shift) {
        try {
            dispatch.accept(shift);
        } finally {
            end(shift);
        }
    }

    // With the foreign interrupts of a stop by others, too, there is nothing to do but to wait.
    private @Nullable DispatchTurn await() {
        lock.lock();
        try {
            idle++;
            while (active != null && !stopped) {
                changed.awaitUninterruptibly();
            }
            active = stopped ? null : new DispatchTurn();
            return active;
        } finally {
            idle--;
            lock.unlock();
        }
    }

    /** Who dispatches now; null when nobody does. */
    @Nullable
    DispatchTurn active() {
        lock.lock();
        try {
            return active;
        } finally {
            lock.unlock();
        }
    }

    /** That thread does not dispatch any more. */
    void end(DispatchTurn shift) {
        lock.lock();
        try {
            if (active == shift) {
                active = null;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets a thread dispatch if none does and none is about to. */
    void ensureDispatched() {
        DispatchTurn next;
        lock.lock();
        try {
            if (active != null || stopped) {
                return;
            }
            if (idle > 0) {
                changed.signal();
                return;
            }
            next = new DispatchTurn();
            active = next;
            further++;
        } finally {
            lock.unlock();
        }
        if (!start("observers-" + further, () -> serve(next))) {
            end(next);
        }
    }

    /** Lets a thread keep watch if none does. Called by the thread that dispatches. */
    void ensureWatch() {
        if (watched || attempts.letThrough(nanoTime.getAsLong()) < 0) {
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

    private boolean start(String name, Runnable task) {
        lock.lock();
        try {
            if (stopped) {
                return false;
            }
            starting++;
        } finally {
            lock.unlock();
        }
        Thread thread = null;
        try {
            thread = threads.start(name, task);
        } catch (Throwable thrown) {
            Log.quietly(thrown, cause -> {
                if (refusals.letThrough(nanoTime.getAsLong()) >= 0) {
                    Log.noThread(channel, cause);
                }
            });
        } finally {
            hasStarted(thread);
        }
        return thread != null;
    }

    private void hasStarted(@Nullable Thread thread) {
        lock.lock();
        try {
            starting--;
            started.removeIf(other -> !other.isAlive());
            if (thread != null) {
                started.add(thread);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all threads, and waits a moment for those that it started. */
    void stop() {
        long end = System.nanoTime() + GRACE;
        try {
            var left = noMore();
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

    /** From now on no thread is started. Gives those that were, and waits for one that is just being started. */
    private List<Thread> noMore() throws InterruptedException {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
            long rest = GRACE;
            while (starting > 0 && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
            return List.copyOf(started);
        } finally {
            lock.unlock();
        }
    }
}
