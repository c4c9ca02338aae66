package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a channel is connected, which it is while all of its connections are up, and what of that the outside is told.
 * Safe for use by many threads.
 */
final class LinkState {

    /** A connection of a channel. */
    enum Part {
        /** By which it asks and stores. */
        SESSION,
        /** By which it follows the table. */
        FEED
    }

    private enum Phase {
        /** Has never been connected. */
        STARTING,
        CONNECTED,
        /** Was connected, and is not. */
        INTERRUPTED,
        /** Final: nothing is told any more. */
        STOPPED
    }

    private final String channel;
    private final ChannelListener signals;
    private final InstantSource clock;
    private final Set<Part> needed;
    private final CompletableFuture<Void> firstConnection = new CompletableFuture<>();

    // All below under this lock; signals return quickly.
    private Phase phase = Phase.STARTING;
    private final Set<Part> up = EnumSet.noneOf(Part.class);
    // Up since the channel was last connected: that such a part is lost as well belongs to the interruption that was
    // told.
    private final Set<Part> unbroken = EnumSet.noneOf(Part.class);
    private Instant lostAt = Instant.EPOCH;
    private int attempts; // begun since it was last connected
    private int failures; // told since it was last connected
    private final FailureReasons reasons;
    private @Nullable Throwable lastFailure;

    /** @param needed the connections that the channel has */
    LinkState(String channel, ChannelListener signals, InstantSource clock, Set<Part> needed) {
        this.channel = channel;
        this.signals = signals;
        this.clock = clock;
        this.reasons = new FailureReasons(clock);
        this.needed = EnumSet.copyOf(needed);
    }

    /** Connects the channel if no other part is missing. A part that is up already is no news. */
    synchronized void up(Part part) {
        up.add(part);
        if (!up.containsAll(needed) || phase == Phase.CONNECTED || phase == Phase.STOPPED) {
            return;
        }
        boolean first = phase == Phase.STARTING;
        phase = Phase.CONNECTED;
        unbroken.addAll(needed);
        attempts = 0;
        failures = 0;
        reasons.forget();
        lastFailure = null;
        if (first) {
            signals.connected();
            firstConnection.complete(null);
        } else {
            var downtime = Duration.between(lostAt, clock.instant());
            // The clock may have been set back meanwhile.
            signals.reconnected(downtime.isNegative() ? Duration.ZERO : downtime);
        }
    }

    /** A part that was up, or whose attempt to come up failed, is down: an interruption, or part of one, or one more failure. */
    synchronized void down(Part part, ChannelListener.Phase doing, Throwable cause) {
        up.remove(part);
        boolean wasUnbroken = unbroken.remove(part);
        if (phase == Phase.CONNECTED) {
            phase = Phase.INTERRUPTED;
            lostAt = clock.instant();
            signals.disconnected(cause);
        } else if (phase != Phase.STOPPED && !wasUnbroken) {
            failures++;
            lastFailure = cause;
            Log.attemptFailed(channel, failures, reasons.isNews(cause), cause);
            signals.error(doing, cause);
        }
    }

    /** What was thrown by the stage of this part, which is told by its guard, has brought it down. */
    synchronized void broken(Part part, Throwable cause) {
        if (phase == Phase.CONNECTED) {
            down(part, ChannelListener.Phase.CONNECT, cause);
        } else {
            up.remove(part);
            unbroken.remove(part);
            lastFailure = cause;
        }
    }

    /** An attempt begins after this delay. */
    synchronized void retrying(Duration delay) {
        if (phase != Phase.STOPPED) {
            attempts++;
            signals.reconnecting(attempts, delay);
        }
    }

    /** The only way into STOPPED; whoever waits for the first connection waits no longer. */
    synchronized void stop() {
        phase = Phase.STOPPED;
        firstConnection.cancel(false);
    }

    /** Waits for the first connection; false when it did not come in time. */
    boolean await(Duration timeout) throws InterruptedException {
        try {
            var unused = firstConnection.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
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
