package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.ObserverReturned;
import io.github.rethinkemitter.ObserverStuck;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.flow.Weighted;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fires lifecycle events one after another, on a thread of its own. On any other thread of a channel, an observer of
 * {@code Connected} that waits for the database could hold up the thread that it waits for.
 */
final class LifecycleEventQueue implements Consumer<LifecycleEvent>, Runnable {

    // Bounds the memory that is used while an observer hangs.
    private static final int MAX_COUNT = 1000;
    private static final long MAX_WEIGHT = 16 << 20; // in bytes, of the events that lifecycle events are about

    private final String channel;
    private final Consumer<LifecycleEvent> observers;
    private final LongSupplier nanoTime;
    private final AtomicLong dropped = new AtomicLong(); // since the last one that was queued

    private final AtomicLong weight = new AtomicLong(); // of the queued ones
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(MAX_COUNT);
    private volatile boolean closed;
    private @Nullable Runnable check; // null when none is due
    private long checkAt;

    LifecycleEventQueue(String channel, Consumer<LifecycleEvent> observers, LongSupplier nanoTime) {
        this.channel = channel;
        this.observers = observers;
        this.nanoTime = nanoTime;
    }

    /** @param event null in the item that ends the queue */
    private record Item(@Nullable LifecycleEvent event) {}

    /** Makes the queue's thread run a check once, after a while. Called before the thread is started. */
    void checkLater(Duration after, Runnable once) {
        check = once;
        checkAt = nanoTime.getAsLong() + after.toNanos();
    }

    @Override
    public void accept(LifecycleEvent event) {
        long added = weight(event);
        if (hasSpace(added) && queue.offer(new Item(event))) {
            weight.addAndGet(added);
            long lost = dropped.getAndSet(0);
            if (lost > 0) {
                Log.lifecycleEventsDropped(channel, lost);
            }
        } else if (dropped.getAndIncrement() == 0) {
            Log.lifecycleEventDropped(channel, event);
        }
    }

    // An event of any weight has space when no other is queued.
    private boolean hasSpace(long added) {
        return added == 0 || weight.get() + added <= MAX_WEIGHT || weight.get() == 0;
    }

    private static long weight(LifecycleEvent event) {
        return about(event) instanceof Weighted weighed ? weighed.weight() : 0;
    }

    private static @Nullable RethinkEvent about(LifecycleEvent event) {
        if (event instanceof ObserverFailed failed) {
            return failed.event();
        }
        if (event instanceof ObserverStuck stuck) {
            return stuck.event();
        }
        return event instanceof ObserverReturned returned ? returned.event() : null;
    }

    /** Fires events until {@link #drain} or {@link #close}; nothing that an observer throws ends it. */
    @Override
    public void run() {
        while (!closed) {
            try {
                var next = next();
                if (next != null) {
                    var event = next.event();
                    if (event == null) {
                        return;
                    }
                    fire(event);
                    weight.addAndGet(-weight(event));
                }
            } catch (InterruptedException e) {
                // By the caller of close(), or left behind by an observer.
            }
        }
    }

    /** Ends {@link #run} after the events that were accepted so far, provided that the queue has space in time. */
    void drain(Duration timeout) throws InterruptedException {
        var unused = queue.offer(new Item(null), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends {@link #run}. The caller interrupts an observer that does not return. */
    void close() {
        closed = true;
    }

    /** Whether the calling code was called by an observer of lifecycle events, however indirectly. */
    boolean isCallingThisThread() {
        return CallStack.hasClass(observers.getClass());
    }

    // Null when the check was due first.
    private @Nullable Item next() throws InterruptedException {
        var due = check;
        if (due == null) {
            return queue.take();
        }
        var next = queue.poll(Math.max(0, checkAt - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
        if (nanoTime.getAsLong() - checkAt >= 0) {
            check = null;
            due.run();
        }
        return next;
    }

    private void fire(LifecycleEvent event) {
        try {
            observers.accept(event);
        } catch (Throwable e) { // the other lifecycle events are fired all the same
            Log.observerThrew(channel, event, e);
        }
    }
}
