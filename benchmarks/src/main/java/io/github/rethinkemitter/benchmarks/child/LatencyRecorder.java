package io.github.rethinkemitter.benchmarks.child;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the events that one thread observes, and their latencies. Other threads may read the counts at the same time. A
 * thread shares no counter with others: at some 100,000 events per second that would cost as much as the contender's own work.
 */
final class LatencyRecorder {

    private final AtomicLongArray counts = new AtomicLongArray(Latencies.BUCKETS);
    private final AtomicLong lastAt = new AtomicLong();
    private volatile long firstAt;

    /** Counts an event. Only the recorder's own thread may call this. */
    void add(long sent, long now) {
        if (firstAt == 0) {
            firstAt = now;
        }
        lastAt.setRelease(now);
        int bucket = Latencies.bucket(now - sent);
        counts.setRelease(bucket, counts.getPlain(bucket) + 1);
    }

    Latencies latencies() {
        long[] copy = new long[Latencies.BUCKETS];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts.getAcquire(i);
        }
        return new Latencies(copy);
    }

    /** When the first event was observed; 0 if none was. */
    long firstAt() {
        return firstAt;
    }

    long lastAt() {
        return lastAt.getAcquire();
    }
}
