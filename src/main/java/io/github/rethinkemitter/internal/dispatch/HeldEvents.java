package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.config.DispatchSettings;

/** What waits for the stuck calls of one observer, or is with them, and how much may. Guarded by {@link Lanes}. */
final class HeldEvents {

    private final int maxCount;
    private final long maxBytes;
    private int count;
    private long bytes;
    private int stuckLanes;

    HeldEvents(DispatchSettings settings) {
        this.maxCount = settings.bufferSize();
        this.maxBytes = settings.bufferBytes();
    }

    boolean fits(long weight) {
        return count == 0 || (count < maxCount && bytes + weight <= maxBytes);
    }

    /**
     * Whether so many calls are stuck that the observer shall not be called for other publishers either: each such call
     * would hold a thread.
     */
    boolean isOverrun() {
        return stuckLanes > 0 && (count >= 2L * maxCount || bytes >= 2 * maxBytes);
    }

    void add(long weight) {
        count++;
        bytes += weight;
    }

    void remove(long weight) {
        count--;
        bytes -= weight;
    }

    void laneIsStuck() {
        stuckLanes++;
    }

    void laneGoesOn() {
        stuckLanes--;
    }
}
