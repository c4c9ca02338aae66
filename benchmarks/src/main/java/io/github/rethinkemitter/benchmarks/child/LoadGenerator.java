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

/** Publishes events with several threads, as fast as possible or at a fixed rate. */
final class LoadGenerator implements AutoCloseable {

    // If an event is published later than this, its latency counts from the time at which it was due, so that the wait
    // of the publishing thread is not left out.
    private static final long LATE_MICROS = TimeUnit.MILLISECONDS.toMicros(1);

    // If events are due more often than this, a thread wakes up after this time and publishes all that are due: to wake
    // up
    // for each event would cost more than to publish it.
    private static final long SHORTEST_PARK_MICROS = 250;

    private final Sender sender;
    private final String pad;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final List<Future<Long>> running = new ArrayList<>();
    private volatile boolean stopped;

    LoadGenerator(Sender sender, int payloadBytes) {
        this.sender = sender;
        this.pad = Payload.pad(payloadBytes);
    }

    /**
     * Starts the threads.
     *
     * @param perSecond rate of all threads together; 0 for as many as possible
     */
    void start(int threads, double perSecond) {
        stopped = false;
        long startedAt = Payload.now();
        for (int i = 0; i < threads; i++) {
            // The threads start one after another: at a low rate no two events or inserts should coincide.
            long first = perSecond == 0 ? startedAt : startedAt + (long) (i * 1e6 / perSecond);
            running.add(pool.submit(() -> publish(first, perSecond / threads)));
        }
    }

    /** Stops the threads, waits until all events are stored, and returns the number of events. */
    long stop() throws Exception {
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
        boolean oftenDue = perSecond * SHORTEST_PARK_MICROS > 1e6;
        long shortestPark = oftenDue ? SHORTEST_PARK_MICROS : 0;
        long number = 0;
        while (!stopped) {
            long now = Payload.now();
            long due = perSecond == 0 ? now : first + (long) (number * 1e6 / perSecond);
            if (due > now) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(Math.max(due - now, shortestPark)));
            } else {
                sender.publish(Payload.of(number++, now - due > LATE_MICROS ? due : now, pad));
            }
        }
        return number;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
