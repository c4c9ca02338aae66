package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.Observer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands work to an executor so that one observer gets the events of one publisher in order and one at a time, while other
 * publishers and other observers go on beside it.
 */
final class Lanes {

    /** An observer and a publisher; events without a publisher share a lane. */
    record Lane(Observer observer, @Nullable String publisher) {}

    /** What to do in a lane, and what when the executor refuses to. */
    record Work(Runnable task, Consumer<Throwable> refused) {}

    private final Executor executor;
    private final Map<Lane, Queue<Work>> lanes = new HashMap<>(); // guarded by this; a lane is here while it has work

    Lanes(Executor executor) {
        this.executor = executor;
    }

    void add(Lane lane, Work work) {
        synchronized (this) {
            var waiting = lanes.get(lane);
            if (waiting != null) {
                waiting.add(work);
                return;
            }
            lanes.put(lane, new ArrayDeque<>());
        }
        submit(lane, work);
    }

    // One piece of work for each submission: a long lane must not keep a pool's thread from others.
    private void submit(Lane lane, Work first) {
        for (var work = first; work != null; work = next(lane)) {
            var current = work;
            try {
                executor.execute(() -> run(lane, current));
                return;
            } catch (RuntimeException | OutOfMemoryError e) { // the latter when no thread is to be had
                current.refused().accept(e);
            }
        }
    }

    private void run(Lane lane, Work work) {
        try {
            work.task().run();
        } finally {
            var following = next(lane);
            if (following != null) {
                submit(lane, following);
            }
        }
    }

    private synchronized @Nullable Work next(Lane lane) {
        var waiting = lanes.get(lane);
        var following = waiting == null ? null : waiting.poll();
        if (following == null) {
            lanes.remove(lane);
        }
        return following;
    }
}
