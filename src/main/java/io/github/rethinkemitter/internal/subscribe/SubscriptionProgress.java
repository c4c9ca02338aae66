package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.PositionStore;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a subscription has come. Outlives the feeds; a lasting position is also written to the database. Safe for use by
 * many threads, except where a method says otherwise.
 */
final class SubscriptionProgress implements PositionWriter.Source {

    private final Duration overlap;
    private final LongSupplier nanoTime;
    private final DatabaseClock clock;
    private final PositionKeeper position = new PositionKeeper();
    private final HandledEvents handled;
    private final PositionWriter writer;
    private boolean startRecorded; // used by the thread that follows, after begin()
    private volatile boolean mayRedeliver;
    private volatile int crashes;
    private volatile @Nullable Long provenAt; // when a feed has proven last that it is whole; null when none has
    private volatile @Nullable Instant start; // null until the subscription has begun

    /**
     * @param subscription null when the position ends with the process
     * @param overlap how far before the position the table is read again
     */
    SubscriptionProgress(
            @Nullable Subscription subscription, Duration overlap, ChannelListener listener, LongSupplier nanoTime) {
        this.overlap = overlap;
        this.nanoTime = nanoTime;
        clock = new DatabaseClock(nanoTime);
        handled = new HandledEvents(subscription != null);
        writer = new PositionWriter(subscription, this, listener, nanoTime);
    }

    /**
     * Begins at a position. Called once.
     *
     * @param bookmark what an earlier process handled; null when there was none or its position is not continued
     * @param now the database's time
     */
    void begin(Instant from, Instant subscribed, @Nullable Bookmark bookmark, Instant now) {
        clock.read(now);
        position.begin(from);
        if (bookmark != null) {
            handled.restore(bookmark);
            startRecorded = bookmark.startRecorded();
            mayRedeliver = !bookmark.whole();
            crashes = bookmark.crashes();
        }
        start = subscribed;
    }

    /** An event was handed out, and the position stays before it until {@link #handled}. */
    void received(StoredEvent event) {
        position.received(event.ts());
    }

    void handled(StoredEvent event) {
        handledWithoutObserver(event);
        writer.handled();
    }

    /** The event is not for observers; it counts as handled at once. */
    void handledWithoutObserver(StoredEvent event) {
        handled.add(event);
        position.handled(event.ts());
    }

    /** The event, which was received, cannot be read here. This process goes on without it, and a later one will find it. */
    void leftToLaterVersion(StoredEvent event) {
        position.leave(event.ts());
        position.handled(event.ts());
        handled.leaveOut();
    }

    /** The event is older than the subscription; after a restart it must not be taken for one that was committed late. */
    void noteOlderThanSubscription(StoredEvent event) {
        handled.add(event);
    }

    /** This process will never handle some event. All events from here on are delivered again after a restart. */
    void freeze() {
        position.freeze();
        handled.freeze();
    }

    /** All stored events that are older than this were read from the table. */
    void storedEventsRead(Instant upTo) {
        position.proven(upTo);
    }

    /** The feed proved that it has brought all events that are older than some time. */
    void proven(FeedItem.Proven proof) {
        clock.read(proof.now());
        provenAt = nanoTime.getAsLong();
        position.proven(proof.upTo());
        writer.positionMoved();
    }

    /** All events that are older than this have come, whether they were handled or not. */
    Instant proven() {
        return position.proven();
    }

    /** How long ago a feed has proven last that it is whole; null when none has. */
    @Nullable
    Duration sinceProof() {
        Long at = provenAt;
        return at == null ? null : Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - at));
    }

    /** All events that are older were handled; null before the subscription has begun. */
    @Nullable
    Instant handledUpTo() {
        return start == null ? null : position.position();
    }

    /** How much older than the database's present time that is, and never negative. */
    Duration lag() {
        Instant reached = handledUpTo();
        Instant now = clock.now();
        return reached == null || now == null || now.isBefore(reached) ? Duration.ZERO : Duration.between(reached, now);
    }

    /** From where the table is read again after a restart. */
    Instant restartFrom() {
        return before(position.position(), overlap);
    }

    /** From where the table is read now, by the database's clock. A clock that was set back gives new events older times than the position. */
    Instant readFrom(Instant now) {
        clock.read(now);
        Instant reached = position.position();
        return overlapBefore(now.isBefore(reached) ? now : reached);
    }

    Instant overlapBefore(Instant time) {
        return before(time, overlap);
    }

    /** So much earlier, but not before the epoch, which stands for the beginning of the table. */
    static Instant before(Instant time, Duration overlap) {
        return time.isAfter(Instant.EPOCH.plus(overlap)) ? time.minus(overlap) : Instant.EPOCH;
    }

    /** Whether an earlier process that crashed may have handled some of the stored events that are still to come. */
    boolean mayRedeliver() {
        return mayRedeliver;
    }

    /** So many processes before this one have ended while events came that may have been handled before. */
    int crashes() {
        return crashes;
    }

    /** Every stored event that an earlier process may have handled was handed out. */
    void endRedelivery() {
        mayRedeliver = false;
    }

    /**
     * Writes to a lasting position which publishers had events when the subscription began, unless that is written. Before
     * readiness is reported: a process that takes over must not mistake an event that comes later, with an older time by a
     * slow clock, for one that was there. Called by the thread that follows.
     */
    void recordStart() throws IOException, InterruptedException {
        if (!startRecorded) {
            handled.recordStart();
            writer.writeNow();
            startRecorded = true;
        }
    }

    boolean isLasting() {
        return writer.isLasting();
    }

    /** Writes a lasting position to this store from now on. */
    void writeTo(PositionStore positions) {
        writer.writeTo(positions);
    }

    /** Writes a lasting position when that is due. */
    void writeIfDue() {
        writer.writeIfDue();
    }

    /** How long until {@link #writeIfDue} may have something to write; {@code Long.MAX_VALUE} for never. */
    long nanosUntilWrite() {
        return writer.nanosUntilDue();
    }

    /** Writes a lasting position for the last time, unless the subscription has not begun. */
    CompletionStage<SaveResult> close(PositionStore positions, boolean whole) {
        return start == null
                ? CompletableFuture.completedStage(new SaveResult.Saved())
                : writer.writeLast(positions, whole);
    }

    @Override
    public Bookmark bookmark(boolean whole) {
        Instant subscribed = Objects.requireNonNull(start); // nothing is written before the subscription has begun
        Instant reached = position.stored();
        Bookmark bookmark = handled.bookmark(reached, before(reached, overlap), subscribed, whole);
        return mayRedeliver ? bookmark.incomplete().after(crashes) : bookmark;
    }

    @Override
    public void written(boolean success) {
        handled.written(success);
    }
}
