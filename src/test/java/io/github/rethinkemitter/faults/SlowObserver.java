package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.RethinkEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What makes an observer slow: a while for each event, and for ever while it is held. */
final class SlowObserver implements Consumer<RethinkEvent> {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final AtomicInteger inside = new AtomicInteger();

    void hold() {
        gate = new CountDownLatch(1);
    }

    /** Whether an observer is held at this moment. */
    boolean isHolding() {
        return gate.getCount() > 0 && inside.get() > 0;
    }

    void release() {
        gate.countDown();
    }

    @Override
    public void accept(RethinkEvent event) {
        inside.incrementAndGet();
        try {
            gate.await();
            var unused = NEVER.await(1, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inside.decrementAndGet();
        }
    }
}
