package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.contract.TestApplication;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A publisher in this JVM, with its own application and its own thread. */
final class LocalPublisher implements EventPublisher {

    private static final int BUFFER_SIZE = 2000;
    // The events in the buffer; as many that are stored and whose stages are not yet completed; four inserts that may
    // be sent, each of at most one packed document, and one that is answered; and the event that waits for room.
    private static final int MOST_UNSETTLED = 2 * BUFFER_SIZE + 5 * 512 + 1;
    private static final Duration INTERVAL = Duration.ofMillis(10);

    private final int publisher;
    private final PublishedEvents published;
    private final TestApplication application;
    private final Thread thread;
    private final AtomicInteger unsettled = new AtomicInteger();
    private final AtomicInteger burstLeft = new AtomicInteger();
    private volatile boolean stopped;
    private volatile boolean applicationStopped;

    LocalPublisher(int publisher, PublishedEvents published, EmitterOptions options) {
        this.publisher = publisher;
        this.published = published;
        // A full buffer blocks this publisher until there is room: no event may be dropped.
        this.application = TestApplication.of(options)
                .with("publish.buffer-size", BUFFER_SIZE)
                .with("publish.block-timeout", "10m");
        this.thread = new Thread(this::run, "publisher " + publisher);
    }

    @Override
    public void start() {
        application.started();
        thread.start();
    }

    @Override
    public void burst(int events) {
        burstLeft.set(events);
    }

    private void run() {
        for (int number = 0; !stopped; number++) {
            published.triggerLock().lock();
            try {
                trigger(number);
            } finally {
                published.triggerLock().unlock();
            }
            if (burstLeft.getAndUpdate(remaining -> Math.max(0, remaining - 1)) == 0) {
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
    }

    private void trigger(int number) {
        if (unsettled.incrementAndGet() > MOST_UNSETTLED) {
            published.addRefusal(new AssertionError(
                    "publisher " + publisher + " has more than " + MOST_UNSETTLED + " events without an outcome"));
        }
        published.addTriggered(publisher, number);
        var triggered = burstLeft.get() > 0
                ? NumberedEvents.triggerLarge(application.emitter(), publisher, number)
                : NumberedEvents.trigger(application.emitter(), publisher, number);
        var unused = triggered.whenComplete((receipt, problem) -> {
            unsettled.decrementAndGet();
            if (problem == null) {
                published.addAcknowledged(publisher, number);
            } else if (applicationStopped && problem instanceof EventDroppedException) {
                published.addDropped(publisher, number);
            } else {
                published.addRefusal(problem);
            }
        });
    }

    /** Stops the application at once. Events that are not stored in time are dropped. */
    void stopApplication() {
        applicationStopped = true;
        close();
    }

    @Override
    public Optional<ReportedStatus> status() {
        return applicationStopped
                ? Optional.empty()
                : Optional.of(ReportedStatus.of(application.status().now()));
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
