package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.support.client.RawClient;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Writes events as the original Node library does, without a number; by a connection that no fault touches. */
final class NodePublisher implements EventPublisher {

    private static final Duration PACE = Duration.ofMillis(50);

    private final int self;
    private final PublishedEvents ledger;
    private final Supplier<RawClient> database;
    private final Thread thread = new Thread(this::run, "publisher as of Node");
    private volatile boolean stopped;

    NodePublisher(int self, PublishedEvents ledger, Supplier<RawClient> database) {
        this.self = self;
        this.ledger = ledger;
        this.database = database;
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        try (RawClient client = database.get()) {
            for (int number = 0; !stopped; number++) {
                ledger.trigger().lock();
                try {
                    ledger.triggered(self, number);
                    client.value("r.table('events').insert({args: ['" + NumberedEvents.TOPIC + "', " + self + ", "
                            + number + "], ts: r.now()})");
                    ledger.acknowledged(self, number);
                } finally {
                    ledger.trigger().unlock();
                }
                LockSupport.parkNanos(PACE.toNanos());
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
