package io.github.rethinkemitter.internal.dispatch;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives one thread at a time the turn to dispatch. The dispatcher's own thread gets a turn whenever no other thread has
 * one, until the stop. When a turn was taken from a thread in a stuck call and no thread waits for one, another thread
 * is started, for a single turn.
 */
final class DispatchTurns {

    private final DispatchThreads threads;
    private final Consumer<DispatchTurn> dispatch;

    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private final Condition changed = lock.newCondition();
    private @Nullable DispatchTurn current;
    private int waitingThreads; // for a turn
    private int startedThreads; // so far
    private boolean stopped;

    /** @param dispatch dispatches until the stop, or until the turn was taken away */
    DispatchTurns(DispatchThreads threads, Consumer<DispatchTurn> dispatch) {
        this.threads = threads;
        this.dispatch = dispatch;
    }

    /** Dispatches on the calling thread whenever no other thread does, until the stop. */
    void serve() {
        for (var turn = awaitTurn(); turn != null; turn = awaitTurn()) {
            serve(turn);
        }
    }

    private void serve(DispatchTurn turn) {
        try {
            dispatch.accept(turn);
        } finally {
            end(turn);
        }
    }

    // A foreign interrupt changes nothing: without a turn, the thread has nothing else to do.
    private @Nullable DispatchTurn awaitTurn() {
        lock.lock();
        try {
            waitingThreads++;
            while (current != null && !stopped) {
                changed.awaitUninterruptibly();
            }
            current = stopped ? null : new DispatchTurn();
            return current;
        } finally {
            waitingThreads--;
            lock.unlock();
        }
    }

    /** The turn of the thread that dispatches now; null when none does. */
    @Nullable
    DispatchTurn current() {
        lock.lock();
        try {
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a turn, unless it has ended before. The next thread may begin. */
    void end(DispatchTurn turn) {
        lock.lock();
        try {
            if (current == turn) {
                current = null;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes sure that some thread has a turn or is about to get one. Called by the watch thread. */
    void ensureDispatching() {
        DispatchTurn turn;
        String name;
        lock.lock();
        try {
            if (current != null || stopped) {
                return;
            }
            if (waitingThreads > 0) {
                changed.signal();
                return;
            }
            turn = new DispatchTurn();
            startedThreads++;
            name = "observers-" + startedThreads;
            current = turn;
        } finally {
            lock.unlock();
        }
        if (!threads.start(name, () -> serve(turn))) {
            end(turn);
        }
    }

    /** Gives no more turns. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
