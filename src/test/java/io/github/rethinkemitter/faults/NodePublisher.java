package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.support.client.RawClient;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Writes events as the original Node library does, without numbers. No fault disturbs its connection. */
final class NodePublisher implements EventPublisher {

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final int publisher;
    private final PublishedEvents published;
    private final Supplier<RawClient> database;
    private final Thread thread = new Thread(this::run, "publisher like Node");
    private volatile boolean stopped;

    NodePublisher(int publisher, PublishedEvents published, Supplier<RawClient> database) {
        this.publisher = publisher;
        this.published = published;
        this.database = database;
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        try (RawClient client = database.get()) {
            for (int number = 0; !stopped; number++) {
                published.triggerLock().lock();
                try {
                    published.addTriggered(publisher, number);
                    client.value("r.table('events').insert({args: ['" + NumberedEvents.TOPIC + "', " + publisher + ", "
                            + number + "], ts: r.now()})");
                    published.addAcknowledged(publisher, number);
                } finally {
                    published.triggerLock().unlock();
                }
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
