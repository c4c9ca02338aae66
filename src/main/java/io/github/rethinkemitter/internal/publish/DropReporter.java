package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.publish.EventQueue.Rejection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** Reports events that could not be queued, and not each of them. Safe for use by many threads. */
final class DropReporter {

    private final ChannelListener listener;
    private final RateLimit afterStop;
    // From the first event that found a full queue until half of the queue is free again.
    private final AtomicBoolean overflowing = new AtomicBoolean();

    DropReporter(ChannelListener listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.afterStop = new RateLimit(Duration.ofMinutes(1), nanoTime);
    }

    void report(Rejection rejection) {
        switch (rejection.reason()) {
            case FULL -> {
                if (overflowing.compareAndSet(false, true)) {
                    listener.error(ChannelListener.Phase.PUBLISH, rejection.problem());
                }
            }
            case CLOSED -> {
                long count = afterStop.happened();
                if (count > 0) {
                    Log.stopped(rejection.problem(), count);
                }
            }
            case INTERRUPTED -> {} // the application interrupted its own thread, and has the failed stage
        }
    }

    /** A full queue is reported again once it has been half free. */
    void noteRoomIn(EventQueue queue) {
        if (overflowing.get() && queue.isHalfFree()) {
            overflowing.set(false);
        }
    }
}
