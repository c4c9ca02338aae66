package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.contract.TestApplication;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A publisher in this JVM, with an application and a thread of its own. */
final class LocalPublisher implements EventPublisher {

    private static final int BUFFER = 2000;
    // What the buffer holds, as many that are stored and whose stages are about to be completed, the four inserts that
    // may
    // be under way, one that is answered, and the event that waits for room.
    private static final int BOUND = 2 * BUFFER + 5 * 128 + 1;
    private static final Duration PACE = Duration.ofMillis(10);

    private final int self;
    private final PublishedEvents ledger;
    private final TestApplication application;
    private final Thread thread;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger burst = new AtomicInteger();
    private volatile boolean stopped;
    private volatile boolean left;

    LocalPublisher(int self, PublishedEvents ledger, EmitterOptions options) {
        this.self = self;
        this.ledger = ledger;
        // A full buffer slows this publisher down, for as long as it takes: nothing may be dropped.
        this.application =
                TestApplication.of(options).with("publish.buffer-size", BUFFER).with("publish.block-timeout", "10m");
        this.thread = new Thread(this::run, "publisher " + self);
    }

    @Override
    public void start() {
        application.started();
        thread.start();
    }

    @Override
    public void burst(int events) {
        burst.set(events);
    }

    private void run() {
        for (int number = 0; !stopped; number++) {
            ledger.trigger().lock();
            try {
                trigger(number);
            } finally {
                ledger.trigger().unlock();
            }
            if (burst.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                LockSupport.parkNanos(PACE.toNanos());
            }
        }
    }

    private void trigger(int number) {
        if (held.incrementAndGet() > BOUND) {
            ledger.refused(new AssertionError("publisher " + self + " holds more than " + BOUND + " events"));
        }
        ledger.triggered(self, number);
        var triggered = burst.get() > 0
                ? NumberedEvents.triggerLarge(application.emitter(), self, number)
                : NumberedEvents.trigger(application.emitter(), self, number);
        var unused = triggered.whenComplete((receipt, problem) -> {
            held.decrementAndGet();
            if (problem == null) {
                ledger.acknowledged(self, number);
            } else if (left && problem instanceof EventDroppedException) {
                ledger.dropped(self, number);
            } else {
                ledger.refused(problem);
            }
        });
    }

    /** Stops its application, whatever is under way: what is not stored in time is dropped. */
    void leave() {
        left = true;
        close();
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stop();
        try {
            application.close();
            thread.join();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
