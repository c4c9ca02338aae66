package io.github.rethinkemitter.embedded;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The server's threads: daemons with telling names, a pool for queries and one for what is due later. */
final class Threads {
    // Queries are read and evaluated recursively; deep ones need a deep stack.
    private static final long STACK = 64L * 1024 * 1024;
    private static final long JOIN_SECONDS = 10;

    private final ThreadFactory factory;
    private final ExecutorService pool;
    private final ScheduledExecutorService timer;

    Threads(int port) {
        AtomicInteger number = new AtomicInteger();
        factory = task -> {
            String name = "embedded-rethinkdb-" + port + "-" + number.incrementAndGet();
            Thread thread = new Thread(null, task, name, STACK);
            thread.setDaemon(true);
            return thread;
        };
        pool = Executors.newCachedThreadPool(factory);
        timer = Executors.newSingleThreadScheduledExecutor(factory);
    }

    ExecutorService pool() {
        return pool;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Ends all threads; says whether they did end. */
    boolean close() {
        timer.shutdownNow();
        pool.shutdownNow();
        try {
            return timer.awaitTermination(JOIN_SECONDS, TimeUnit.SECONDS)
                    && pool.awaitTermination(JOIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
