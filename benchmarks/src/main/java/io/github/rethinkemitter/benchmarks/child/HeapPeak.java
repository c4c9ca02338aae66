package io.github.rethinkemitter.benchmarks.child;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The highest use of the heap, and the highest use right after a garbage collection, which is what the program needs. The
 * latter is reported as growth since this object was created.
 */
final class HeapPeak {

    private final AtomicLong peak = new AtomicLong();
    private final AtomicLong peakAfterCollection = new AtomicLong();
    private final long usedAtStart;

    HeapPeak() {
        System.gc();
        usedAtStart = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener((event, ignored) -> collected(event.getUserData()), null, null);
        }
    }

    private void collected(Object data) {
        if (data instanceof CompositeData composite) {
            GcInfo info = GarbageCollectionNotificationInfo.from(composite).getGcInfo();
            peak.accumulateAndGet(heapUse(info.getMemoryUsageBeforeGc()), Math::max);
            peakAfterCollection.accumulateAndGet(heapUse(info.getMemoryUsageAfterGc()), Math::max);
        }
    }

    private static long heapUse(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> !pool.getKey().contains("Metaspace")
                        && !pool.getKey().contains("Code")
                        && !pool.getKey().contains("Compressed"))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    long growth() {
        return Math.max(0, peakAfterCollection.get() - usedAtStart);
    }

    long peak() {
        return peak.get();
    }
}
