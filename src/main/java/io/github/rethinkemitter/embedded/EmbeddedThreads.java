package io.github.rethinkemitter.embedded;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The server's threads: a pool for queries and a timer. All are daemon threads that bear the server's port in their names. */
final class EmbeddedThreads {
    // Queries are read and evaluated recursively, so deeply nested ones need a large stack.
    private static final long STACK_BYTES = 64L * 1024 * 1024;
    private static final long JOIN_SECONDS = 10;

    private final ThreadFactory factory;
    private final ExecutorService pool;
    private final ScheduledExecutorService timer;

    EmbeddedThreads(int port) {
        AtomicInteger number = new AtomicInteger();
        factory = task -> {
            String name = "embedded-rethinkdb-" + port + "-" + number.incrementAndGet();
            Thread thread = new Thread(null, task, name, STACK_BYTES);
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

    /** Ends all threads, and returns whether they have ended in time. */
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
