package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.RethinkEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An observer that takes a millisecond for each event. While it is held it does not return at all. */
final class SlowObserver implements Consumer<RethinkEvent> {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final AtomicInteger callsInProgress = new AtomicInteger();

    /** Makes the observer not return until {@link #release()}. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    /** Whether a call of the observer is held now. */
    boolean isHolding() {
        return gate.getCount() > 0 && callsInProgress.get() > 0;
    }

    void release() {
        gate.countDown();
    }

    @Override
    public void accept(RethinkEvent event) {
        callsInProgress.incrementAndGet();
        try {
            gate.await();
            var unused = NEVER.await(1, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            callsInProgress.decrementAndGet();
        }
    }
}
