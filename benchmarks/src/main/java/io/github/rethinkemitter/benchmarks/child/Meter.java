package io.github.rethinkemitter.benchmarks.child;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.github.rethinkemitter.benchmarks.contenders.Payload;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Measures a process since the last mark: its events and their latencies, the processor time of the whole process, and the
 * bytes allocated by its Java threads. The time of the JVM's compilers is measured since the start of the process.
 */
final class Meter {

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final HeapPeak heap = new HeapPeak();
    private final List<LatencyRecorder> recorders = new CopyOnWriteArrayList<>();
    private final ThreadLocal<LatencyRecorder> ownRecorder = ThreadLocal.withInitial(this::addRecorder);
    private Latencies latenciesAtMark = Latencies.none();
    private long markedAt;
    private long cpuAtMark;
    private long allocatedAtMark;

    private LatencyRecorder addRecorder() {
        var recorder = new LatencyRecorder();
        recorders.add(recorder);
        return recorder;
    }

    /** Counts an event that was sent at this time. */
    void observed(long sent) {
        ownRecorder.get().add(sent, Payload.now());
    }

    /** Starts a measurement. */
    void mark() {
        latenciesAtMark = latenciesSoFar();
        markedAt = System.nanoTime();
        cpuAtMark = system.getProcessCpuTime();
        allocatedAtMark = allocatedSoFar();
    }

    /** The figures as {@code name=number …}. */
    String report() {
        long nanos = System.nanoTime() - markedAt;
        long cpu = system.getProcessCpuTime() - cpuAtMark;
        long allocated = allocatedSoFar() - allocatedAtMark;
        Latencies all = latenciesSoFar();
        Latencies latencies = all.minus(latenciesAtMark);
        return "events=" + latencies.count() + " nanos=" + nanos + " cpu=" + cpu + " allocated=" + allocated
                + " p50=" + latencies.percentile(0.5) + " p99=" + latencies.percentile(0.99)
                + " max=" + latencies.max() + " firstToLast=" + firstToLast() + " compilers=" + compilerNanos()
                + " heapGrowth=" + heap.growth() + " heapPeak=" + heap.peak() + " total=" + all.count();
    }

    private Latencies latenciesSoFar() {
        return recorders.stream().map(LatencyRecorder::latencies).reduce(Latencies.none(), Latencies::plus);
    }

    private long firstToLast() {
        long first = recorders.stream()
                .mapToLong(LatencyRecorder::firstAt)
                .filter(at -> at > 0)
                .min()
                .orElse(0);
        return recorders.stream().mapToLong(LatencyRecorder::lastAt).max().orElse(0) - first;
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
