package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.RethinkEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What makes an observer slow: a while for each event, and for ever while it is held. */
final class Slowness implements Consumer<RethinkEvent> {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private volatile CountDownLatch gate = new CountDownLatch(0);

    void hold() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    @Override
    public void accept(RethinkEvent event) {
        try {
            gate.await();
            var unused = NEVER.await(1, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
