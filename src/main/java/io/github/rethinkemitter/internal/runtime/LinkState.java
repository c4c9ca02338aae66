package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.ChannelStatus.Link.State;
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
 * Whether a channel is connected, which it is while all of its connections are up. Tells the channel's listener of each
 * change. Safe for use by many threads.
 */
final class LinkState {

    /** A connection of a channel. */
    enum Part {
        /** The session: the channel stores events by it, and sends queries. */
        SESSION,
        /** The connection by which the channel follows the table. */
        FEED
    }

    /**
     * The state at one moment.
     *
     * @param since when it began
     * @param seen whether the session was ever up, so that table and index were there
     * @param missing the parts that are needed and not up
     * @param attempts since the channel was last connected, as {@code Reconnecting} counts them
     * @param lastFailure why the connection ended or the last attempt failed; null when nothing has failed since it was made
     */
    record Snapshot(
            State state,
            Instant since,
            boolean seen,
            Set<Part> missing,
            int attempts,
            @Nullable Throwable lastFailure) {}

    private enum Phase {
        /** Has never been connected. */
        STARTING,
        CONNECTED,
        /** Was connected, and is not any more. */
        INTERRUPTED,
        /** Final: the listener is told nothing any more. */
        STOPPED
    }

    private final ChannelListener listener;
    private final InstantSource clock;
    private final Set<Part> needed;
    private final CompletableFuture<Void> firstConnection = new CompletableFuture<>();

    // All below is guarded by this. The listener is called with the lock, and returns quickly.
    private Phase phase = Phase.STARTING;
    private final Set<Part> up = EnumSet.noneOf(Part.class);
    // Parts that have been up since the channel was last connected. When such a part is lost during an interruption,
    // that belongs to the interruption, and the listener is not told again.
    private final Set<Part> unbroken = EnumSet.noneOf(Part.class);
    private int attempts; // begun since the channel was last connected
    private int failures; // reported since the channel was last connected
    private final FailureReasons reasons;
    private @Nullable Throwable lastFailure;
    private boolean seen; // whether the session was ever up
    private Instant since;

    private volatile Snapshot snapshot; // read without the lock

    /** @param needed the connections that the channel has */
    LinkState(ChannelListener listener, InstantSource clock, Set<Part> needed) {
        this.listener = listener;
        this.clock = clock;
        this.reasons = new FailureReasons(clock);
        this.needed = EnumSet.copyOf(needed);
        this.since = clock.instant();
        this.snapshot = new Snapshot(State.CONNECTING, since, false, Set.copyOf(needed), 0, null);
    }

    /**
     * A part is up. The channel is connected if no other part is missing. Does nothing for a part that is up already.
     */
    synchronized void up(Part part) {
        up.add(part);
        seen |= part == Part.SESSION;
        if (!up.containsAll(needed) || phase == Phase.CONNECTED || phase == Phase.STOPPED) {
            publish();
            return;
        }
        boolean first = phase == Phase.STARTING;
        Instant lostAt = since;
        enter(Phase.CONNECTED);
        unbroken.addAll(needed);
        attempts = 0;
        failures = 0;
        reasons.forget();
        lastFailure = null;
        publish();
        if (first) {
            listener.connected();
            firstConnection.complete(null);
        } else {
            var downtime = Duration.between(lostAt, since);
            // The clock may have been set back meanwhile.
            listener.reconnected(downtime.isNegative() ? Duration.ZERO : downtime);
        }
    }

    /**
     * A part is down: it was lost, or an attempt to connect it failed. This begins an interruption, belongs to one, or
     * is one more failure.
     */
    synchronized void down(Part part, ChannelListener.Phase doing, Throwable cause) {
        up.remove(part);
        boolean wasUnbroken = unbroken.remove(part);
        if (phase == Phase.CONNECTED) {
            enter(Phase.INTERRUPTED);
            lastFailure = cause;
            publish();
            listener.disconnected(cause);
        } else if (phase != Phase.STOPPED && !wasUnbroken) {
            failures++;
            lastFailure = cause;
            publish();
            listener.attemptFailed(doing, failures, reasons.isNews(cause), cause);
        }
    }

    /** The stage of this part has thrown something, which its supervisor reports. The part is down. */
    synchronized void broken(Part part, Throwable cause) {
        if (phase == Phase.CONNECTED) {
            down(part, ChannelListener.Phase.CONNECT, cause);
        } else {
            up.remove(part);
            unbroken.remove(part);
            lastFailure = cause;
            publish();
        }
    }

    /** An attempt begins after this delay. */
    synchronized void retrying(Duration delay) {
        if (phase != Phase.STOPPED) {
            attempts++;
            publish();
            listener.reconnecting(attempts, delay);
        }
    }

    /** The only way into STOPPED. A wait for the first connection ends. */
    synchronized void stop() {
        if (phase != Phase.STOPPED) {
            enter(Phase.STOPPED);
            publish();
        }
        firstConnection.cancel(false);
    }

    private void enter(Phase next) {
        phase = next;
        since = clock.instant();
    }

    // Before the listener is told, so that whoever learns of a change sees it.
    private void publish() {
        var missing = EnumSet.copyOf(needed);
        missing.removeAll(up);
        var state = switch (phase) {
            case STARTING -> State.CONNECTING;
            case CONNECTED -> State.CONNECTED;
            case INTERRUPTED -> State.INTERRUPTED;
            case STOPPED -> State.STOPPED;
        };
        snapshot = new Snapshot(state, since, seen, missing, attempts, lastFailure);
    }

    /** The present state. Never waits. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Waits until the channel is first connected; false when it was not in time. */
    boolean await(Duration timeout) throws InterruptedException {
        try {
            var unused = firstConnection.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | CancellationException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is never completed exceptionally
        }
    }

    /** Why the connection ended or the last attempt failed; null when nothing has since the channel was last connected. */
    synchronized @Nullable Throwable lastFailure() {
        return lastFailure;
    }

    /** The same in words, for a message. */
    String lastFailureText() {
        var failure = lastFailure();
        return failure == null ? "the database has not answered yet" : String.valueOf(failure.getMessage());
    }
}
