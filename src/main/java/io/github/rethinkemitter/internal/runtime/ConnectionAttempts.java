package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The attempts of one loop to connect, and the pauses between them. Ends when the loop is closed. */
final class ConnectionAttempts {

    private final ExponentialBackoff backoff;
    private final LinkState state;
    private final CountDownLatch closed = new CountDownLatch(1);

    ConnectionAttempts(ExponentialBackoff backoff, LinkState state) {
        this.backoff = backoff;
        this.state = state;
    }

    /** The loop is connected: the next pause is a short one again. */
    void succeeded() {
        backoff.reset();
    }

    /** Waits until the next attempt is due. Does not wait when the loop is closed. */
    void pause() throws InterruptedException {
        if (!isClosed()) {
            Duration delay = backoff.next();
            state.retrying(delay);
            var unused = closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** No attempt is made any more; a pause ends. Safe for use by any thread. */
    void close() {
        closed.countDown();
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }
}
