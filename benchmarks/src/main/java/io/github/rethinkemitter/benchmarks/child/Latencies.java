package io.github.rethinkemitter.benchmarks.child;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** A histogram of latencies with an error of at most 1/128. Thread-safe. */
final class Latencies {

    private static final int STEPS = 128;
    private static final int STEP_BITS = 7;

    private final AtomicLongArray counts = new AtomicLongArray(STEPS * (Long.SIZE - STEP_BITS));
    private final AtomicLong max = new AtomicLong();

    void add(long micros) {
        long value = Math.max(0, micros);
        counts.incrementAndGet(bucket(value));
        if (value > max.get()) {
            max.accumulateAndGet(value, Math::max);
        }
    }

    void clear() {
        max.set(0);
        for (int i = 0; i < counts.length(); i++) {
            counts.set(i, 0);
        }
    }

    long count() {
        long count = 0;
        for (int i = 0; i < counts.length(); i++) {
            count += counts.get(i);
        }
        return count;
    }

    /** The latency that this part of the events did not exceed. */
    long percentile(double part) {
        long left = (long) Math.ceil(count() * part);
        for (int i = 0; i < counts.length(); i++) {
            left -= counts.get(i);
            if (left <= 0) {
                return value(i);
            }
        }
        return max.get();
    }

    long max() {
        return max.get();
    }

    // Each value below 128 has a bucket of its own. Above that, each power of two has 128 buckets.
    private static int bucket(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - STEP_BITS - 1);
        return shift * STEPS + (int) (value >>> shift);
    }

    private static long value(int bucket) {
        int shift = Math.max(0, bucket / STEPS - 1);
        return (long) (bucket - shift * STEPS) << shift;
    }
}
