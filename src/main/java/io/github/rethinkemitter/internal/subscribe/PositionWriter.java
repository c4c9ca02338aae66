package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.concurrent.StageFailure;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.PositionStore;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a lasting position: every second or thousand events while there is something new, one write at a time, and a last
 * one at the stop. Safe for use by many threads.
 */
final class PositionWriter {

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final int EVENTS = 1_000;

    private final Subscription subscription;
    private final Source source;
    private final ChannelListener signals;
    private final LongSupplier nanoTime;

    private enum Phase {
        OPEN,
        /** Another server has the name: what is written now is its position. Final but for ENDED. */
        OVERTAKEN,
        /** The last word was said. */
        ENDED
    }

    // All below guarded by this.
    private @Nullable PositionStore positions;
    private Phase phase = Phase.OPEN;
    private boolean writing;
    private CompletableFuture<SaveResult> current =
            CompletableFuture.completedFuture(new SaveResult.Saved()); // the write under way, or the last one
    private boolean failing;
    private long unwritten; // events handled since the last write began
    private boolean moved; // whether the position may have moved since then
    private long writtenAt;

    /** Says how far the subscription has come. */
    interface Source {

        /**
         * What was handled.
         *
         * @param whole whether all that was handed to observers was handled, and nothing more is
         */
        Bookmark bookmark(boolean whole);

        /** Whether the last bookmark is written down. If not, the next one must say all again. */
        void written(boolean success);
    }

    PositionWriter(Subscription subscription, Source source, ChannelListener signals, LongSupplier nanoTime) {
        this.subscription = subscription;
        this.source = source;
        this.signals = signals;
        this.nanoTime = nanoTime;
        this.writtenAt = nanoTime.getAsLong() - INTERVAL;
    }

    /** Writes there from now on. */
    synchronized void use(PositionStore to) {
        positions = to;
        unwritten++;
    }

    /** The position may have moved without an event. */
    synchronized void moved() {
        moved = true;
    }

    void handled() {
        synchronized (this) {
            unwritten++;
        }
        writeIf(() -> unwritten >= EVENTS || isTime());
    }

    /** Writes when it is time to. */
    void tick() {
        writeIf(() -> (unwritten > 0 || moved) && isTime());
    }

    private boolean isTime() {
        return nanoTime.getAsLong() - writtenAt >= INTERVAL;
    }

    /** How long until {@link #tick} may have something to do, should events be handled meanwhile. */
    synchronized long nanosUntilDue() {
        if (phase != Phase.OPEN) {
            return Long.MAX_VALUE;
        }
        return (unwritten == 0 && !moved) || writing
                ? INTERVAL
                : Math.max(0, INTERVAL - (nanoTime.getAsLong() - writtenAt));
    }

    private void writeIf(BooleanSupplier due) {
        PositionStore to;
        CompletableFuture<SaveResult> done;
        synchronized (this) {
            to = positions;
            if (to == null || writing || phase != Phase.OPEN || !due.getAsBoolean()) {
                return;
            }
            writing = true;
            unwritten = 0;
            moved = false;
            writtenAt = nanoTime.getAsLong();
            done = new CompletableFuture<>();
            current = done;
        }
        write(to, false, false).thenAccept(result -> {
            try {
                written(result);
            } finally {
                done.complete(result);
            }
        });
    }

    /** Writes how far it has come, and comes back when this is written; at once when nothing is written any more. */
    void writeNow() throws IOException, InterruptedException {
        result(current());
        if (isOpen()) {
            writeIf(() -> true);
            require(current(), subscription);
        }
    }

    private synchronized boolean isOpen() {
        return phase == Phase.OPEN;
    }

    private synchronized CompletableFuture<SaveResult> current() {
        return current;
    }

    /** Waits until it is written. */
    static void require(CompletionStage<SaveResult> write, Subscription subscription)
            throws IOException, InterruptedException {
        SaveResult result = result(write);
        if (result instanceof SaveResult.Failed failed) {
            throw failed.cause();
        }
        if (result instanceof SaveResult.TakenOver other) {
            throw new IOException(Log.overtaken(subscription.name(), other.owner()));
        }
    }

    private static SaveResult result(CompletionStage<SaveResult> write) throws IOException, InterruptedException {
        try {
            return write.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw StageFailure.asIOException(e);
        }
    }

    private CompletionStage<SaveResult> write(PositionStore to, boolean whole, boolean last) {
        try {
            return to.save(subscription, source.bookmark(whole), last);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.completedStage(new SaveResult.Failed(new IOException(e)));
        }
    }

    private void written(SaveResult result) {
        boolean first;
        source.written(!(result instanceof SaveResult.Failed));
        synchronized (this) {
            writing = false;
            boolean failed = result instanceof SaveResult.Failed;
            first = failed && !failing;
            failing = failed;
            if (result instanceof SaveResult.TakenOver && phase == Phase.OPEN) {
                phase = Phase.OVERTAKEN;
            }
            unwritten += failed ? 1 : 0;
        }
        if (result instanceof SaveResult.TakenOver other) {
            signals.error(
                    ChannelListener.Phase.SUBSCRIBE,
                    new EmitterException(Log.overtaken(subscription.name(), other.owner()), null));
        } else if (first && result instanceof SaveResult.Failed problem) {
            signals.error(
                    ChannelListener.Phase.SUBSCRIBE,
                    new EmitterException(
                            "RTH0310 the position of subscriber \"" + subscription.name() + "\" could not be written: "
                                    + problem.cause().getMessage() + ". It is written again in a moment; a restart"
                                    + " before that observes the last events a second time",
                            problem.cause()));
        }
    }

    /** Writes how far it has come at the end, behind what is being written, and nothing after it. */
    CompletionStage<SaveResult> last(PositionStore to, boolean whole) {
        CompletionStage<?> before;
        synchronized (this) {
            if (phase != Phase.OPEN) {
                return CompletableFuture.completedStage(new SaveResult.Saved());
            }
            phase = Phase.ENDED;
            before = current;
        }
        return before.thenCompose(done -> write(to, whole, true));
    }
}
