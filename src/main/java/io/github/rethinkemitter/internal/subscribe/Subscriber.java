package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.ChannelStatus.Following.Phase;
import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.PositionStore;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.subscribe.CatchUp.Outcome;
import io.github.rethinkemitter.internal.subscribe.StartPositionResolver.StartPosition;
import io.github.rethinkemitter.internal.subscribe.SubscriberPhase.Behind;
import io.github.rethinkemitter.internal.subscribe.SubscriberPhase.CatchingUp;
import io.github.rethinkemitter.internal.subscribe.SubscriberPhase.Live;
import io.github.rethinkemitter.internal.subscribe.SubscriberPhase.ReadingBacklog;
import io.github.rethinkemitter.internal.subscribe.SubscriberPhase.Starting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Follows a channel's table and hands out its events, each once, and those of one publisher in their order. One thread at a
 * time follows; {@link #handled} may be called by any thread.
 *
 * <p>The promise: every event that is triggered after {@code Connected} was fired is observed, as long as this process lives
 * and no insert takes longer than the resume overlap; with a lasting name also after the end of the process. The database's
 * time is asked before the feed is opened, so such an event comes live, or as a stored event that is newer than that time. Of
 * the events that are stored while the first feed is being opened, some are observed and some are not.
 *
 * <p>Memory is bounded by the buffer size {@code n}: {@code n} stored and {@code n} live events while a feed becomes ready; two
 * slices of {@link BufferLimit#forSlice} and the parts of a third while a backlog is read; and {@code n} events behind holes, to
 * which a catch-up may add its own.
 */
public final class Subscriber implements DeliveryListener {

    /** So many events may be handled before a lasting position is written again, or as many as are handled in a second. */
    public static final int MOST_UNWRITTEN = PositionWriter.EVENTS;

    private final SubscribeSettings settings;
    private final ChannelListener listener;
    private final SubscriptionProgress progress;
    private final StartPositionResolver startPosition;
    private final OrderedOutput output;
    final Resequencer sequence; // that of the output; tests watch its size
    private final SweptHistory swept;
    private final MalformedDocuments malformed;
    private final BacklogDelivery backlog;
    private final CatchUp catchUp;
    private final LiveFeed live;

    // Changed by the thread that follows. Another thread may leave Starting, in begin(), which follow() calls first.
    private volatile SubscriberPhase phase = new Starting();

    /**
     * @param ownSrc this server's own publisher, whose events are dropped without loopback
     * @param nanoTime for deadlines, as {@code System::nanoTime}
     */
    public Subscriber(
            SubscribeSettings settings,
            String ownSrc,
            EventSink sink,
            ChannelListener listener,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.listener = listener;
        String name = settings.position().subscriber();
        Subscription subscription = name == null ? null : new Subscription(name, ownSrc);
        progress = new SubscriptionProgress(subscription, settings.resumeOverlap(), listener, nanoTime);
        startPosition = new StartPositionResolver(settings, subscription, listener);
        output = new OrderedOutput(settings, ownSrc, progress, sink, listener, nanoTime);
        sequence = output.sequence();
        swept = new SweptHistory(listener);
        malformed = new MalformedDocuments(listener, nanoTime);
        var filter = new StoredEventFilter(sequence, progress, ownSrc);
        backlog = new BacklogDelivery(settings, filter, output, progress);
        catchUp = new CatchUp(settings, filter, output, progress, malformed);
        live = new LiveFeed(output, progress, malformed);
    }

    /**
     * Follows until the feed ends. Call again to continue from there. A lasting position is written to the store that
     * {@link #writePositionTo} named last.
     *
     * @param ready called each time the database has confirmed the subscription and all events that were held back were handed
     *     out
     */
    public FollowEnd follow(Session session, TableReader reader, Runnable ready) throws InterruptedException {
        try {
            session.ensureTable();
            begin(session);
            output.reconnected();
            Behind behind = behind();
            if (behind.rules().readyBefore()) {
                swept.check(session, progress.proven());
            }
            Instant readFrom = progress.readFrom(reader.now());
            if (behind instanceof ReadingBacklog) {
                readFrom = backlog.handOut(reader, readFrom, behind.rules());
            }
            reader.withInvalidTime(1).forEach(malformed::report);
            Log.following(readFrom);
            try (Feed feed = reader.follow(readFrom)) {
                Outcome outcome = catchUp.run(feed, reader, readFrom, behind);
                if (outcome instanceof Outcome.FeedEnded ended) {
                    return ended.end();
                }
                if (outcome instanceof Outcome.TooManyEvents) {
                    return enterBacklog(behind);
                }
                if (outcome instanceof Outcome.LiveEventsDropped dropped) {
                    leaveBacklog(behind);
                    ready.run();
                    // Moves the position, or the next feed would begin where this one did, and bring as much.
                    live.takeProof(feed);
                    return dropped.end();
                }
                enterLive();
                ready.run();
                reportCaughtUp(behind.rules());
                try {
                    return live.follow(feed, reader);
                } finally {
                    leaveLive();
                }
            }
        } catch (IOException e) {
            return new FollowEnd.Lost(e);
        }
    }

    /** So many processes before this one, in a row, have ended out of order while they observed the events that come now. */
    public int crashes() {
        return progress.crashes();
    }

    /**
     * Asks the database where the subscription begins, unless that is known. Called before this server publishes anything, so
     * that it observes all events that it triggers itself.
     */
    public synchronized void begin(Session session) throws IOException, InterruptedException {
        // The only place that leaves Starting. When the database fails, the phase stays, and the next call asks again.
        if (!(phase instanceof Starting)) {
            return;
        }
        StartPosition first = startPosition.resolve(session);
        var bookmark = first.bookmark();
        if (bookmark == null) {
            // Events that the first feed does not reach back to are not looked up.
            sequence.begin(first.start(), progress.overlapBefore(first.position()));
        } else {
            sequence.restore(bookmark);
        }
        progress.begin(first.position(), first.start(), bookmark, first.now());
        phase = new CatchingUp(first.rules());
    }

    // After begin(), and while no feed is followed. After a feed that was never ready, the next one has the same to do.
    private Behind behind() {
        return (Behind) phase;
    }

    // The only place that leaves Live: stored events may come once the feed has ended.
    private void leaveLive() {
        phase = new CatchingUp(CatchUpRules.LATER);
    }

    // The only place that enters ReadingBacklog. Only CatchingUp leads there: while a backlog is read, no number of
    // events is too large.
    private FollowEnd enterBacklog(Behind behind) {
        phase = new ReadingBacklog(behind.rules());
        return new FollowEnd.Overflow("more than " + settings.bufferSize() + " events wait to be caught up on");
    }

    // The only place that leaves ReadingBacklog without entering Live: all stored events were handed out, but the
    // feed dropped live ones, which the next feed brings as stored events.
    private void leaveBacklog(Behind behind) {
        phase = new CatchingUp(behind.rules().afterReady());
    }

    // The only place that enters Live: all stored events were handed out, and the feed has dropped none.
    private void enterLive() {
        phase = new Live();
    }

    private void reportCaughtUp(CatchUpRules rules) {
        long replayed = output.takeReplayed();
        if (rules.reportsCatchUp()) {
            listener.caughtUp(replayed);
        }
    }

    /** How far it has come. Safe for use by any thread. */
    public FollowCounts counts() {
        var counts = output.counts();
        Duration sinceProof = progress.sinceProof();
        return new FollowCounts(
                reported(phase),
                sinceProof,
                sinceProof == null ? null : progress.proven(),
                progress.handledUpTo(),
                progress.lag(),
                counts.held.get(),
                counts.newest(),
                counts.received.get(),
                counts.missed.get());
    }

    private static Phase reported(SubscriberPhase phase) {
        if (phase instanceof Starting) {
            return Phase.STARTING;
        }
        if (phase instanceof ReadingBacklog) {
            return Phase.READING_BACKLOG;
        }
        return phase instanceof Live ? Phase.LIVE : Phase.CATCHING_UP;
    }

    @Override
    public void handled(StoredEvent event) {
        progress.handled(event);
    }

    @Override
    public void leftUnhandled(StoredEvent event) {
        progress.freeze();
    }

    /** Whether the position outlives the process. */
    public boolean isLasting() {
        return progress.isLasting();
    }

    /** Writes a lasting position to this store from now on. */
    public void writePositionTo(PositionStore positions) {
        progress.writeTo(positions);
    }

    /**
     * Writes a lasting position for the last time.
     *
     * @param whole whether every event that was handed out is handled. If not, events that are delivered again may have been
     *     handled
     */
    public CompletionStage<SaveResult> close(PositionStore positions, boolean whole) {
        return progress.close(positions, whole);
    }
}
