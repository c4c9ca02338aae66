package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.Signals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether a channel's link stands, and what of that the outside is told. */
final class Standing {

    private enum Phase {
        /** Has never stood. */
        STARTING,
        STANDING,
        /** Has stood, and does not. */
        INTERRUPTED,
        /** Final: nothing is told any more. */
        STOPPED
    }

    private final Signals signals;
    private final InstantSource clock;
    private final CompletableFuture<Void> firstStand = new CompletableFuture<>();

    // All below under this lock; signals return quickly.
    private Phase phase = Phase.STARTING;
    private Instant lostAt = Instant.EPOCH;
    private @Nullable Throwable lastFailure;

    Standing(Signals signals, InstantSource clock) {
        this.signals = signals;
        this.clock = clock;
    }

    /** The only way into STANDING. A feed that was opened again without an interruption is no news. */
    synchronized void stands() {
        var before = phase;
        if (before == Phase.STARTING || before == Phase.INTERRUPTED) {
            phase = Phase.STANDING;
            lastFailure = null;
        }
        if (before == Phase.STARTING) {
            signals.connected();
            firstStand.complete(null);
        } else if (before == Phase.INTERRUPTED) {
            var downtime = Duration.between(lostAt, clock.instant());
            // The clock may have been set back meanwhile.
            signals.reconnected(downtime.isNegative() ? Duration.ZERO : downtime);
        }
    }

    /** The only way into INTERRUPTED. Says whether this was the beginning of an interruption. */
    synchronized boolean lost(Throwable cause) {
        if (phase != Phase.STANDING) {
            return false;
        }
        phase = Phase.INTERRUPTED;
        lostAt = clock.instant();
        signals.disconnected(cause);
        return true;
    }

    synchronized void retrying(int attempt, Duration delay) {
        if (phase != Phase.STOPPED) {
            signals.reconnecting(attempt, delay);
        }
    }

    synchronized void failed(Signals.Phase doing, Throwable cause) {
        if (phase != Phase.STOPPED) {
            lastFailure = cause;
            signals.error(doing, cause);
        }
    }

    /** The only way into STOPPED; whoever waits for the first stand waits no longer. */
    synchronized void stop() {
        phase = Phase.STOPPED;
        firstStand.cancel(false);
    }

    /** Waits for the first stand; false when it did not come in time. */
    boolean await(Duration timeout) throws InterruptedException {
        try {
            var unused = firstStand.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | CancellationException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is never completed so
        }
    }

    /** Why the last attempt failed; null while none has. */
    synchronized @Nullable Throwable lastFailure() {
        return lastFailure;
    }
}
