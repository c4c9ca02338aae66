package io.github.rethinkemitter.benchmarks.child;

/**
 * A histogram of latencies with an error of at most 1/128. Nothing changes it.
 *
 * @param counts number of latencies in each bucket
 */
record Latencies(long[] counts) {

    private static final int STEPS = 128;
    private static final int STEP_BITS = 7;

    static final int BUCKETS = STEPS * (Long.SIZE - STEP_BITS);

    static Latencies none() {
        return new Latencies(new long[BUCKETS]);
    }

    Latencies plus(Latencies other) {
        return combined(other, 1);
    }

    Latencies minus(Latencies earlier) {
        return combined(earlier, -1);
    }

    private Latencies combined(Latencies other, int factor) {
        long[] combined = counts.clone();
        for (int i = 0; i < combined.length; i++) {
            combined[i] += factor * other.counts[i];
        }
        return new Latencies(combined);
    }

    long count() {
        long count = 0;
        for (long each : counts) {
            count += each;
        }
        return count;
    }

    /** The latency that this part of the events did not exceed. */
    long percentile(double part) {
        long left = (long) Math.ceil(count() * part);
        for (int i = 0; i < counts.length; i++) {
            left -= counts[i];
            if (left <= 0) {
                return value(i);
            }
        }
        return max();
    }

    long max() {
        int last = counts.length - 1;
        while (last > 0 && counts[last] == 0) {
            last--;
        }
        return value(last);
    }

    // Each value below 128 has a bucket of its own. Above that, each power of two has 128 buckets.
    static int bucket(long micros) {
        long value = Math.max(0, micros);
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - STEP_BITS - 1);
        return shift * STEPS + (int) (value >>> shift);
    }

    private static long value(int bucket) {
        int shift = Math.max(0, bucket / STEPS - 1);
        return (long) (bucket - shift * STEPS) << shift;
    }
}
