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
 * How much of the heap was in use: at most, and at most after a collection, which is what is really needed. The latter is
 * told as growth since this was made.
 */
final class HeapPeak {

    private final AtomicLong used = new AtomicLong();
    private final AtomicLong needed = new AtomicLong();
    private final long begin;

    HeapPeak() {
        System.gc();
        begin = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener((event, ignored) -> collected(event.getUserData()), null, null);
        }
    }

    private void collected(Object data) {
        if (data instanceof CompositeData composite) {
            GcInfo info = GarbageCollectionNotificationInfo.from(composite).getGcInfo();
            used.accumulateAndGet(heap(info.getMemoryUsageBeforeGc()), Math::max);
            needed.accumulateAndGet(heap(info.getMemoryUsageAfterGc()), Math::max);
        }
    }

    private static long heap(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> !pool.getKey().contains("Metaspace")
                        && !pool.getKey().contains("Code")
                        && !pool.getKey().contains("Compressed"))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    long growth() {
        return Math.max(0, needed.get() - begin);
    }

    long peak() {
        return used.get();
    }
}
