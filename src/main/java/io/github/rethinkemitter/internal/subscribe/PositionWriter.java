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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a lasting position: every second or every thousand events while there is something new, one write at a time, and a
 * last one at the stop. Writes nothing when the position does not last. Safe for use by many threads.
 */
final class PositionWriter {

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();
    static final int EVENTS = 1_000;

    private final @Nullable Subscription subscription; // null when the position does not last
    private final Source source;
    private final ChannelListener listener;
    private final LongSupplier nanoTime;

    private enum Phase {
        /** The position ends with the process, and nothing is ever written. Final. */
        NOT_LASTING,
        /** The only phase in which the position is written. */
        OPEN,
        /** Another server has taken the position over, and this one writes it no more. Final. */
        OVERTAKEN,
        /** The last write was begun. Final. */
        ENDED
    }

    // All below guarded by this.
    private @Nullable PositionStore positions;
    private Phase phase;
    private boolean writing;
    private CompletableFuture<SaveResult> current =
            CompletableFuture.completedFuture(new SaveResult.Saved()); // the write in progress, or the last one
    private boolean failing; // whether the last write failed, which was reported then
    private long unwritten; // events handled since the last write began
    private boolean positionMoved; // whether the position may have moved since then
    private long writtenAt;

    /** Knows how far the subscription has come. */
    interface Source {

        /**
         * Describes which events were handled.
         *
         * @param whole whether every event that was handed to observers was handled, and no more will be handled
         */
        Bookmark bookmark(boolean whole);

        /** Tells whether the last bookmark was written. If not, the next one must contain all that it had. */
        void written(boolean success);
    }

    PositionWriter(
            @Nullable Subscription subscription, Source source, ChannelListener listener, LongSupplier nanoTime) {
        this.subscription = subscription;
        this.source = source;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.writtenAt = nanoTime.getAsLong() - INTERVAL;
        this.phase = subscription == null ? Phase.NOT_LASTING : Phase.OPEN;
    }

    boolean isLasting() {
        return subscription != null;
    }

    /** Writes to this store from now on. */
    synchronized void writeTo(PositionStore to) {
        positions = to;
        unwritten++;
    }

    /** The position may have moved without an event. */
    synchronized void positionMoved() {
        positionMoved = true;
    }

    /** An event was handled. */
    void handled() {
        if (!isLasting()) {
            return; // without a lock, as there is nothing to write
        }
        synchronized (this) {
            unwritten++;
        }
        writeIf(() -> unwritten >= EVENTS || isTime());
    }

    /** Writes when there is something new and the last write began long enough ago. */
    void writeIfDue() {
        writeIf(() -> (unwritten > 0 || positionMoved) && isTime());
    }

    private boolean isTime() {
        return nanoTime.getAsLong() - writtenAt >= INTERVAL;
    }

    /** How long until {@link #writeIfDue} may have something to write, should events be handled meanwhile. */
    synchronized long nanosUntilDue() {
        if (phase != Phase.OPEN) {
            return Long.MAX_VALUE;
        }
        return (unwritten == 0 && !positionMoved) || writing
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
            positionMoved = false;
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

    /** Writes the position and returns when it is written; returns at once when nothing is written any more. */
    void writeNow() throws IOException, InterruptedException {
        result(current());
        if (isOpen()) {
            writeIf(() -> true);
            requireSaved(current(), subscription());
        }
    }

    private synchronized boolean isOpen() {
        return phase == Phase.OPEN;
    }

    private synchronized CompletableFuture<SaveResult> current() {
        return current;
    }

    /** Waits for a write, and fails unless it saved the position. */
    static void requireSaved(CompletionStage<SaveResult> write, Subscription subscription)
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
            return to.save(subscription(), source.bookmark(whole), last);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.completedStage(new SaveResult.Failed(new IOException(e)));
        }
    }

    // Only a subscription that lasts is written.
    private Subscription subscription() {
        return Objects.requireNonNull(subscription);
    }

    private void written(SaveResult result) {
        boolean firstFailure;
        source.written(!(result instanceof SaveResult.Failed));
        synchronized (this) {
            writing = false;
            boolean failed = result instanceof SaveResult.Failed;
            firstFailure = failed && !failing;
            failing = failed;
            if (result instanceof SaveResult.TakenOver && phase == Phase.OPEN) {
                phase = Phase.OVERTAKEN;
            }
            unwritten += failed ? 1 : 0;
        }
        if (result instanceof SaveResult.TakenOver other) {
            listener.error(
                    ChannelListener.Phase.SUBSCRIBE,
                    new EmitterException(Log.overtaken(subscription().name(), other.owner()), null));
        } else if (firstFailure && result instanceof SaveResult.Failed problem) {
            listener.error(
                    ChannelListener.Phase.SUBSCRIBE,
                    new EmitterException(
                            "RTH0310 the position of subscriber \""
                                    + subscription().name() + "\" could not be written: "
                                    + problem.cause().getMessage() + ". It is written again in a moment; a restart"
                                    + " before that observes the last events a second time",
                            problem.cause()));
        }
    }

    /** Writes the final position after the write that is in progress. Nothing is written after it. */
    CompletionStage<SaveResult> writeLast(PositionStore to, boolean whole) {
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
