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
 * Hands lifecycle events out one after another, on a thread of its own: an observer of {@code Connected} that waits for the
 * database would otherwise hold up the very thread that it waits for.
 */
final class LifecycleEventQueue implements Consumer<LifecycleEvent>, Runnable {

    // An observer that hangs must not fill the memory.
    private static final int CAPACITY = 1000;
    private static final long ROOM = 16 << 20; // bytes of the events that these are about

    private final String channel;
    private final Consumer<LifecycleEvent> outside;
    private final LongSupplier nanoTime;
    private final AtomicLong dropped = new AtomicLong(); // since there was room

    private final AtomicLong weight = new AtomicLong(); // of what waits
    private final BlockingQueue<Item> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private volatile boolean closed;
    private @Nullable Runnable look; // null when there is nothing to look for
    private long lookAt;

    LifecycleEventQueue(String channel, Consumer<LifecycleEvent> outside, LongSupplier nanoTime) {
        this.channel = channel;
        this.outside = outside;
        this.nanoTime = nanoTime;
    }

    /** @param event null in the last item of all */
    private record Item(@Nullable LifecycleEvent event) {}

    /** Has its thread look for something, once, after a while. Before that runs. */
    void look(Duration after, Runnable once) {
        look = once;
        lookAt = nanoTime.getAsLong() + after.toNanos();
    }

    @Override
    public void accept(LifecycleEvent event) {
        long weighs = weight(event);
        if (hasRoom(weighs) && waiting.offer(new Item(event))) {
            weight.addAndGet(weighs);
            long lost = dropped.getAndSet(0);
            if (lost > 0) {
                Log.newsDroppedBefore(channel, lost);
            }
        } else if (dropped.getAndIncrement() == 0) {
            Log.newsDropped(channel, event);
        }
    }

    // One of any size has room when none else waits.
    private boolean hasRoom(long weighs) {
        return weighs == 0 || weight.get() + weighs <= ROOM || weight.get() == 0;
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

    /** Hands out until it is told to end; nothing that an observer throws ends it. */
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
                    tell(event);
                    weight.addAndGet(-weight(event));
                }
            } catch (InterruptedException e) {
                // By close(), or by what an observer left behind.
            }
        }
    }

    /** Ends {@link #run} after what has been accepted so far, if there is room to say so in time. */
    void drain(Duration timeout) throws InterruptedException {
        var unused = waiting.offer(new Item(null), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends {@link #run}; an observer that does not return is interrupted by the caller. */
    void close() {
        closed = true;
    }

    // Null when there was something else to do.
    private @Nullable Item next() throws InterruptedException {
        var due = look;
        if (due == null) {
            return waiting.take();
        }
        var next = waiting.poll(Math.max(0, lookAt - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
        if (nanoTime.getAsLong() - lookAt >= 0) {
            look = null;
            due.run();
        }
        return next;
    }

    private void tell(LifecycleEvent event) {
        try {
            outside.accept(event);
        } catch (Throwable e) { // of an observer: no reason to keep others from the news
            Log.observerThrew(channel, event, e);
        }
    }
}
