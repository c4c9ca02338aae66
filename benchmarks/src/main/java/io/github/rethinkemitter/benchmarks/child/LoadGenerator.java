package io.github.rethinkemitter.benchmarks.child;

import io.github.rethinkemitter.benchmarks.contenders.Payload;
import io.github.rethinkemitter.benchmarks.contenders.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Threads that publish, as fast as they can or at a rate. */
final class LoadGenerator implements AutoCloseable {

    // Who is held up longer than this counts from when the event was due, so that waiting is not left out.
    private static final long LATE = TimeUnit.MILLISECONDS.toMicros(1);

    private final Sender sender;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final List<Future<Long>> running = new ArrayList<>();
    private volatile boolean stopped;

    LoadGenerator(Sender sender) {
        this.sender = sender;
    }

    /** @param perSecond of all threads together; 0 for as many as possible */
    void begin(int threads, double perSecond) {
        stopped = false;
        long begun = Payload.now();
        for (int i = 0; i < threads; i++) {
            // One after another: at a low rate events shall meet neither each other nor the next one's insert.
            long first = perSecond == 0 ? begun : begun + (long) (i * 1e6 / perSecond);
            running.add(pool.submit(() -> publish(first, perSecond / threads)));
        }
    }

    /** Stops, waits until all is stored, and says how many events it were. */
    long end() throws Exception {
        stopped = true;
        long published = 0;
        for (Future<Long> thread : running) {
            published += thread.get();
        }
        running.clear();
        published -= sender.drop();
        sender.flush();
        return published;
    }

    private long publish(long first, double perSecond) throws Exception {
        long number = 0;
        while (!stopped) {
            long now = Payload.now();
            long due = perSecond == 0 ? now : first + (long) (number * 1e6 / perSecond);
            if (due > now) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(due - now));
            } else {
                sender.publish(Payload.of(number++, now - due > LATE ? due : now));
            }
        }
        return number;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
