package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Runs a stage on a thread of its own, and runs it again, after a while, whenever it threw something. A stage ends by
 * coming back, which it does when it was closed, and in no other way.
 */
final class StageSupervisor implements Runnable {

    // A stage that ran that long has recovered: its next failure is the first of a row.
    private static final Duration RECOVERED = Duration.ofMinutes(1);

    private final ThreadRole role;
    private final Runnable stage;
    private final Reporter reporter;
    private final ExponentialBackoff backoff;
    private final LongSupplier nanoTime;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong failures = new AtomicLong();

    StageSupervisor(
            ThreadRole role, Runnable stage, Reporter reporter, ExponentialBackoff backoff, LongSupplier nanoTime) {
        this.role = role;
        this.stage = stage;
        this.reporter = reporter;
        this.backoff = backoff;
        this.nanoTime = nanoTime;
    }

    /** Where failures of a channel's stages are told. */
    record Reporter(String channel, ChannelListener signals) {}

    @Override
    public void run() {
        boolean ended = false;
        while (!ended && closed.getCount() > 0) {
            long begun = nanoTime.getAsLong();
            try {
                stage.run();
                ended = true;
            } catch (Throwable thrown) { // whatever it is: a stage that does not run is worse than one that fails
                if (nanoTime.getAsLong() - begun >= RECOVERED.toNanos()) {
                    backoff.reset();
                }
                failed(thrown, backoff.next());
            }
            Thread.interrupted(); // whoever left it there has no say in whether this runs
        }
    }

    /** Runs the stage no more once it has come back or thrown. */
    void close() {
        closed.countDown();
    }

    /** How often the stage threw something. */
    long failures() {
        return failures.get();
    }

    private void failed(Throwable cause, Duration delay) {
        long count = failures.incrementAndGet();
        if (closed.getCount() == 0) {
            return;
        }
        try {
            var problem = new EmitterException(
                    "RTH0622 the " + role.thread() + " thread of " + Log.named(reporter.channel()) + " failed ("
                            + cause + "), for the " + count + ". time. It begins again in " + delay.toMillis()
                            + " ms; see the cause, and report it if it is no lack of memory",
                    cause);
            Log.stageFailed(problem);
            reporter.signals().error(role.phase(), problem);
        } catch (Throwable another) { // such as one more lack of memory: there is nobody left to tell
            cause.addSuppressed(another);
        }
        pause(delay);
    }

    private void pause(Duration delay) {
        Thread.interrupted(); // left by what failed
        try {
            var unused = closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // By whoever closes this, or by a stranger; then it begins earlier.
        }
    }
}
