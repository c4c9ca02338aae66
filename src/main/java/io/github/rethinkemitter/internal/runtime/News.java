package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.LifecycleEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hands lifecycle events out one after another, on a thread of its own: an observer of {@code Connected} that waits for the
 * database would otherwise hold up the very thread it waits for.
 */
final class News implements Consumer<LifecycleEvent>, Runnable {

    // An observer that hangs must not fill the memory.
    private static final int CAPACITY = 1000;

    private final String channel;
    private final Consumer<LifecycleEvent> outside;

    // Empty is the last item.
    private final BlockingQueue<Optional<LifecycleEvent>> waiting = new LinkedBlockingQueue<>(CAPACITY);

    News(String channel, Consumer<LifecycleEvent> outside) {
        this.channel = channel;
        this.outside = outside;
    }

    @Override
    public void accept(LifecycleEvent event) {
        if (!waiting.offer(Optional.of(event))) {
            Log.newsDropped(channel, event);
        }
    }

    /** Hands out until {@link #stop}; nothing that an observer throws ends it. */
    @Override
    public void run() {
        try {
            for (var next = waiting.take(); next.isPresent(); next = waiting.take()) {
                tell(next.get());
            }
        } catch (InterruptedException e) {
            // Stopped without the time for the rest.
        }
    }

    /** Ends after what has been accepted so far. */
    void stop(Duration timeout) throws InterruptedException {
        // No room in time: the caller interrupts the thread.
        var unused = waiting.offer(Optional.empty(), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tell(LifecycleEvent event) {
        try {
            outside.accept(event);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            Log.observerThrew(channel, event, e);
        }
    }
}
