package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.config.DispatchSettings;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The events of one observer that are in its stuck calls or wait behind them, and how many these may be. Guarded by
 * {@link Lanes}.
 */
final class HeldEvents {

    private final int maxCount;
    private final long maxBytes;
    private final InFlightEvents events;
    private int count;
    private long bytes;
    private final AtomicInteger stuckLanes = new AtomicInteger(); // read without the lock for the channel's status

    HeldEvents(DispatchSettings settings, InFlightEvents events) {
        this.maxCount = settings.bufferSize();
        this.maxBytes = settings.bufferBytes();
        this.events = events;
    }

    boolean fits(long weight) {
        return count == 0 || (count < maxCount && bytes + weight <= maxBytes);
    }

    /**
     * Whether so much is held that the observer is not called for other publishers either: each further call would hold
     * one more thread.
     */
    boolean isOverrun() {
        return stuckLanes.get() > 0 && (count >= 2L * maxCount || bytes >= 2 * maxBytes);
    }

    void hold(ObserverTask task) {
        events.hold(task);
        count++;
        bytes += task.event.weight;
    }

    /** A task that may be held has left its lane and its call. */
    void release(ObserverTask task) {
        if (task.held) {
            count--;
            bytes -= task.event.weight;
        }
    }

    void laneIsStuck() {
        stuckLanes.incrementAndGet();
    }

    void laneIsNotStuckAnyMore() {
        stuckLanes.decrementAndGet();
    }

    /** How many calls are stuck. Safe for use by any thread. */
    int stuckCalls() {
        return stuckLanes.get();
    }
}
