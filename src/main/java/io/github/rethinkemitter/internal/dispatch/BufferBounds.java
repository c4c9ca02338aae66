package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.config.DispatchSettings;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many events are in memory, how much they weigh, and how much there may be. Read and added to by any thread; subtracted
 * from with the lock of {@link InFlightEvents}.
 */
final class BufferBounds {

    // To wake the entering thread costs more than to handle an event. So it is woken when there is space for so many.
    private static final int MANY = 64;

    private final int maxCount;
    private final long maxBytes;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    BufferBounds(DispatchSettings settings) {
        this.maxCount = settings.bufferSize();
        this.maxBytes = settings.bufferBytes();
    }

    void add(InFlightEvent event) {
        count.incrementAndGet();
        bytes.addAndGet(event.weight);
    }

    void subtract(InFlightEvent event) {
        count.decrementAndGet();
        bytes.addAndGet(-event.weight);
    }

    /** A single event always fits, however large it is. */
    boolean fits(long weight) {
        int others = count.get();
        return others == 0 || (others < maxCount && bytes.get() + weight <= maxBytes);
    }

    boolean hasSpaceForMany() {
        int others = count.get();
        return others == 0 || (others <= maxCount - MANY && bytes.get() <= maxBytes - maxBytes / 4);
    }
}
