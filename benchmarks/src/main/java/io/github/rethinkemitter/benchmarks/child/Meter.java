package io.github.rethinkemitter.benchmarks.child;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.github.rethinkemitter.benchmarks.contenders.Payload;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/**
 * Measures a process since the last mark: its events and their latencies, the processor time of the whole process, and the
 * bytes allocated by its Java threads. The time of the JVM's compilers is measured since the start of the process.
 */
final class Meter {

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Latencies latencies = new Latencies();
    private final HeapPeak heap = new HeapPeak();
    private final LongAdder total = new LongAdder();
    private volatile long firstAt;
    private volatile long lastAt;
    private long markedAt;
    private long cpuAtMark;
    private long allocatedAtMark;

    /** Counts an event that was sent at this time. */
    void observed(long sent) {
        long now = Payload.now();
        if (firstAt == 0) {
            firstAt = now;
        }
        lastAt = now;
        latencies.add(now - sent);
        total.increment();
    }

    /** Starts a measurement. */
    void mark() {
        latencies.clear();
        markedAt = System.nanoTime();
        cpuAtMark = system.getProcessCpuTime();
        allocatedAtMark = allocatedSoFar();
    }

    /** The figures as {@code name=number …}. */
    String report() {
        return "events=" + latencies.count() + " nanos=" + (System.nanoTime() - markedAt) + " cpu="
                + (system.getProcessCpuTime() - cpuAtMark) + " allocated=" + (allocatedSoFar() - allocatedAtMark)
                + " p50="
                + latencies.percentile(0.5) + " p99=" + latencies.percentile(0.99) + " max=" + latencies.max()
                + " firstToLast="
                + (lastAt - firstAt) + " compilers=" + compilerNanos() + " heapGrowth="
                + heap.growth() + " heapPeak=" + heap.peak() + " total=" + total.sum();
    }

    private static long compilerNanos() {
        return TimeUnit.MILLISECONDS.toNanos(
                ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
    }

    private long allocatedSoFar() {
        return LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
