package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.ChannelName;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Runs a stage on the thread that is given to it. A stage returns when it was closed. When it throws something, that is
 * reported, and the stage runs again after a while.
 */
final class StageSupervisor implements Runnable {

    // A stage that ran for so long has recovered: its next failure is the first in a row.
    private static final Duration RECOVERED = Duration.ofMinutes(1);

    private final ThreadRole role;
    private final Runnable stage;
    private final Failures failures;
    private final ExponentialBackoff backoff;
    private final LongSupplier nanoTime;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong count = new AtomicLong();

    StageSupervisor(
            ThreadRole role, Runnable stage, Failures failures, ExponentialBackoff backoff, LongSupplier nanoTime) {
        this.role = role;
        this.stage = stage;
        this.failures = failures;
        this.backoff = backoff;
        this.nanoTime = nanoTime;
    }

    /** Reports the failures of a channel's stages. */
    record Failures(String channel, ChannelListener listener) {

        private void report(ThreadRole role, Throwable cause, long count, Duration delay) {
            try {
                var problem = new EmitterException(
                        "RTH0622 the " + role.thread() + " thread of " + new ChannelName(channel) + " failed (" + cause
                                + "), failure number " + count + ". It runs again in " + delay.toMillis()
                                + " ms; see the cause, and report it unless the JVM lacks memory",
                        cause);
                listener.error(role.phase(), problem);
            } catch (Throwable another) { // such as an OutOfMemoryError: it cannot be reported either
                cause.addSuppressed(another);
            }
        }
    }

    @Override
    public void run() {
        boolean ended = false;
        while (!ended && !isClosed()) {
            long begun = nanoTime.getAsLong();
            try {
                stage.run();
                ended = true;
            } catch (Throwable thrown) { // of any kind: a stage that does not run any more is worse than one that fails
                if (nanoTime.getAsLong() - begun >= RECOVERED.toNanos()) {
                    backoff.reset();
                }
                failed(thrown, backoff.next());
            }
            Thread.interrupted(); // an interrupt by foreign code does not end the stage
        }
    }

    /** Does not run the stage again once it has returned or thrown. */
    void close() {
        closed.countDown();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** How often the stage threw something. */
    long failures() {
        return count.get();
    }

    private void failed(Throwable cause, Duration delay) {
        long number = count.incrementAndGet();
        if (!isClosed()) {
            failures.report(role, cause, number, delay);
            pause(delay);
        }
    }

    private void pause(Duration delay) {
        Thread.interrupted(); // left behind by the stage
        try {
            var unused = closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // By the caller of close(), or by foreign code; then the stage runs again earlier.
        }
    }
}
