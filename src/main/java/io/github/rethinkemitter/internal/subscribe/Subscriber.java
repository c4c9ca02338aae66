package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.PositionStore;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Timeline;
import io.github.rethinkemitter.internal.subscribe.Backlog.Slice;
import io.github.rethinkemitter.internal.subscribe.OrderedOutput.Arrival;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows a channel's table and hands out its events, each once, each publisher's in order. One thread at a time follows;
 * {@link #handled} may be called by any.
 *
 * <p>What is promised: every event whose trigger came after {@code Connected} was fired is observed, as long as this
 * process lives and no insert takes longer than the resume overlap; with a lasting name also over the end of the process.
 * {@code now} is asked before the feed is opened, so such an event comes live, or as a stored one that is newer than
 * {@code now}. Of events stored while the first feed was being opened some are observed and some are not.
 *
 * <p>Memory is bounded by the buffer size {@code n}: {@code n} stored and {@code n} live events while a feed becomes ready,
 * two slices of {@link BufferLimit} each and the parts of a third while a backlog is read, and {@code n} behind holes, to which a
 * catch-up may add its own.
 */
public final class Subscriber implements DeliveryListener {

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int PART = 128;

    private final SubscribeSettings settings;
    private final ChannelListener signals;
    private final LongSupplier nanoTime;
    private final String ownSrc;
    private final OrderedOutput outlet;
    final Resequencer sequence; // that of the outlet; its sizes are watched by tests
    private final MalformedDocuments malformed;
    private final SweptHistory swept;
    private final StartPositionResolver beginnings;
    private final @Nullable PositionWriter writer; // null when the position does not last
    private volatile @Nullable SubscriptionProgress progress; // null until the first feed is opened
    private SubscriptionStart floor =
            SubscriptionStart.NONE; // what the first feed has to tell of what was there before
    private Instant reading = Instant.MAX; // from where on stored events come; the end of time when all have
    private boolean joined; // whether it is written down what was there before the subscription began
    private boolean wasReady; // whether a feed was ready before
    private boolean behind; // whether there is more to catch up on than a feed may bring at once
    private boolean tells; // whether what is caught up on was stored while this was away
    private volatile boolean
            repeats; // whether some of that may have been handled by a process that did not end in order

    /**
     * @param ownSrc this server's own publisher, whose events are dropped without loopback
     * @param nanoTime for deadlines, as {@code System::nanoTime}
     */
    public Subscriber(SubscribeSettings settings, String ownSrc, Outputs outlets, LongSupplier nanoTime) {
        this.settings = settings;
        this.signals = outlets.signals();
        this.nanoTime = nanoTime;
        outlet = new OrderedOutput(settings, ownSrc, outlets, nanoTime);
        sequence = outlet.sequence();
        malformed = new MalformedDocuments(signals);
        swept = new SweptHistory(signals);
        this.ownSrc = ownSrc;
        beginnings = new StartPositionResolver(settings, ownSrc, signals);
        var subscription = beginnings.subscription();
        writer = subscription == null ? null : new PositionWriter(subscription, source(), signals, nanoTime);
    }

    /**
     * Follows until the feed ends. Call again to go on from where it ended. A lasting position is written where {@link #use}
     * said last.
     *
     * @param ready called each time the database has confirmed the subscription and all that was held back was handed out
     */
    public FollowEnd follow(Session session, Timeline timeline, Runnable ready) throws InterruptedException {
        try {
            session.ensureTable();
            begin(session);
            SubscriptionProgress reached = reached();
            outlet.reconnected();
            if (wasReady) {
                swept.check(session, reached.position().proven());
            }
            Instant from = reached.from(timeline.now(), settings.resumeOverlap());
            reading = from;
            if (behind) {
                from = SubscriptionProgress.before(readBacklog(timeline, from, reached), settings.resumeOverlap());
                reading = from;
            }
            timeline.withInvalidTime(1).forEach(document -> malformed.report(document, nanoTime.getAsLong()));
            Log.following(from);
            try (Feed feed = timeline.follow(from)) {
                FollowEnd end = catchUp(feed, timeline, reached, ready);
                return end == null ? live(feed, timeline, reached) : end;
            }
        } catch (IOException e) {
            return new FollowEnd.Lost(e);
        }
    }

    @Override
    public void handled(StoredEvent event) {
        SubscriptionProgress reached = progress;
        if (reached != null) {
            reached.isHandled(event);
            if (writer != null) {
                writer.handled();
            }
        }
    }

    @Override
    public void leftUnhandled(StoredEvent event) {
        SubscriptionProgress reached = progress;
        if (reached != null) {
            reached.freeze();
        }
    }

    /** Whether its position outlives the process. */
    public boolean isLasting() {
        return writer != null;
    }

    /** Writes a lasting position there from now on. */
    public void use(PositionStore positions) {
        if (writer != null) {
            writer.use(positions);
        }
    }

    /**
     * Writes a lasting position for the last time.
     *
     * @param whole whether everything that was handed out is handled; if not, what comes again may have been handled
     */
    public CompletionStage<SaveResult> close(PositionStore positions, boolean whole) {
        return writer == null || progress == null
                ? CompletableFuture.completedStage(new SaveResult.Saved())
                : writer.last(positions, whole);
    }

    /**
     * Takes from the database where the subscription begins, unless that is known. Before this server publishes anything: it
     * observes all that it triggers itself.
     */
    public synchronized void begin(Session session) throws IOException, InterruptedException {
        if (progress == null) {
            StartPositionResolver.Begun begun = beginnings.begin(session);
            SubscriptionProgress reached = begun.progress();
            floor = begun.floor();
            tells = begun.fromTimeline();
            var bookmark = begun.bookmark();
            repeats = bookmark != null && !bookmark.whole();
            joined = bookmark != null && bookmark.joined();
            if (bookmark == null) {
                // What the first feed does not reach back to is not looked up.
                sequence.begin(reached.start(), reached.from(settings.resumeOverlap()));
            } else {
                sequence.restore(bookmark);
            }
            progress = reached;
        }
    }

    private SubscriptionProgress reached() {
        return Objects.requireNonNull(progress);
    }

    private PositionWriter.Source source() {
        return new PositionWriter.Source() {
            @Override
            public Bookmark bookmark(boolean whole) {
                SubscriptionProgress reached = reached(); // it is there before anything is handled
                Instant position = reached.position().position();
                Bookmark bookmark =
                        reached.handled().at(position, reached.from(settings.resumeOverlap()), reached.start(), whole);
                return repeats ? bookmark.incomplete() : bookmark;
            }

            @Override
            public void written(boolean success) {
                reached().handled().written(success);
            }
        };
    }

    /** Hands out what is stored, in slices, and says up to which time. */
    private Instant readBacklog(Timeline timeline, Instant from, SubscriptionProgress reached)
            throws IOException, InterruptedException {
        Log.inSlices(settings.bufferSize());
        try (var backlog = new Backlog(
                timeline, from, () -> sieve(reached, BufferLimit.forSlice(settings)), settings.resumeOverlap())) {
            for (Slice slice = backlog.next(); slice != null; slice = backlog.next()) {
                handOut(slice, backlog, timeline, reached);
            }
            return backlog.reached();
        }
    }

    // In parts, so that the next slice is read and the position written meanwhile, and little waits behind holes.
    private void handOut(Slice slice, Backlog backlog, Timeline timeline, SubscriptionProgress reached)
            throws IOException, InterruptedException {
        sequence.resumed(nanoTime.getAsLong());
        List<StoredEvent> left = slice.events();
        do {
            List<StoredEvent> some = left.subList(0, Math.min(left.size(), Math.min(PART, settings.bufferSize())));
            left = left.subList(some.size(), left.size());
            outlet.accept(some, arrival(), reached);
            outlet.settle(timeline, arrival(), reached, reading);
            reached.position()
                    .proven(
                            left.isEmpty()
                                    ? slice.reached()
                                    : slice.reached(left.get(0).ts()));
            tick();
            backlog.readOn();
        } while (!left.isEmpty());
        reading = slice.end();
    }

    private SliceBuffer sieve(SubscriptionProgress reached, BufferLimit room) {
        return new SliceBuffer(
                sequence,
                floor,
                event -> {
                    // Whatever the clocks say, this server publishes after its subscription began.
                    boolean taught = !ownSrc.equals(event.src()) && sequence.teach(event);
                    if (taught) {
                        reached.handled().add(event);
                    }
                    return taught;
                },
                room);
    }

    /** Joins what is stored with what is live. Null when they have met. */
    private @Nullable FollowEnd catchUp(Feed feed, Timeline timeline, SubscriptionProgress reached, Runnable ready)
            throws IOException, InterruptedException {
        SliceBuffer stored = sieve(reached, BufferLimit.forFeed(settings));
        var held = new CatchUpBuffer(behind ? stored.keepingAll() : stored, BufferLimit.forLive(settings));
        FollowEnd.Overflow overflow = null;
        while (true) {
            FeedItem item = feed.poll(IDLE);
            if (item instanceof FeedItem.Ready) {
                break;
            }
            if (item instanceof FeedItem.Overflowed overflowed) {
                // What is stored still comes: to begin anew without it could go on like this for ever.
                overflow = overflowed(overflowed);
            } else if (!held.take(item)) {
                FollowEnd end = endOf(item);
                if (end != null) {
                    return end;
                }
            }
            if (held.isBeyond() && !behind) {
                behind = true;
                return new FollowEnd.Overflow("more than " + settings.bufferSize() + " events wait to be caught up on");
            }
            if (behind && held.isFull()) {
                // Not much is left after a backlog was read. Its order is restored like that of live events.
                handOut(held, timeline, reached);
            }
        }
        join(reached);
        handOut(held, timeline, reached);
        floor = SubscriptionStart.NONE;
        behind = false;
        wasReady = true;
        noteRepeated();
        reading = Instant.MAX;
        ready.run();
        if (overflow == null) {
            reportCaughtUp();
            return null;
        }
        // The proof of what was stored is next; without it the next feed would begin where this one did.
        FeedItem proof = feed.poll(Duration.ZERO);
        if (proof != null) {
            takeLive(proof, reached);
        }
        return overflow;
    }

    // Before anything is promised: a process that takes over must not take what comes later with an older time, by a
    // slow clock, for what was there.
    private void join(SubscriptionProgress reached) throws IOException, InterruptedException {
        if (writer != null && !joined) {
            reached.handled().join();
            writer.writeNow();
            joined = true;
        }
    }

    private void handOut(CatchUpBuffer held, Timeline timeline, SubscriptionProgress reached)
            throws IOException, InterruptedException {
        sequence.resumed(nanoTime.getAsLong());
        outlet.accept(held.stored(), arrival(), reached);
        outlet.accept(held.live(), Arrival.LIVE, reached);
        outlet.settle(timeline, arrival(), reached, reading);
        tick();
    }

    private FollowEnd live(Feed feed, Timeline timeline, SubscriptionProgress reached)
            throws IOException, InterruptedException {
        while (true) {
            FeedItem first = feed.poll(Duration.ofNanos(untilNext()));
            for (FeedItem item = first; item != null; item = feed.next()) {
                FollowEnd end = takeLive(item, reached);
                if (end != null) {
                    outlet.handOut(reached);
                    return end;
                }
            }
            outlet.settle(timeline, Arrival.LIVE, reached, reading);
            noteRepeated();
            tick();
        }
    }

    private void proven(FeedItem.Proven proof, SubscriptionProgress reached) {
        reached.position().proven(proof.upTo());
        if (writer != null) {
            writer.moved();
        }
    }

    // Some of it may still be held behind a hole.
    private void noteRepeated() {
        if (repeats && sequence.waiting() == 0) {
            repeats = false;
        }
    }

    // What comes together goes on together.
    private @Nullable FollowEnd takeLive(FeedItem item, SubscriptionProgress reached) {
        if (item instanceof FeedItem.Live live) {
            outlet.accept(live.event(), Arrival.LIVE, reached);
        } else if (item instanceof FeedItem.Initial initial) {
            outlet.accept(initial.event(), Arrival.LIVE, reached);
        } else if (item instanceof FeedItem.Proven proof) {
            proven(proof, reached);
        } else {
            return endOf(item);
        }
        return null;
    }

    private long untilNext() {
        long until = Math.min(sequence.untilDue(nanoTime.getAsLong()), IDLE.toNanos());
        return writer == null ? until : Math.min(until, writer.nanosUntilDue());
    }

    private void tick() {
        if (writer != null) {
            writer.tick();
        }
    }

    private @Nullable FollowEnd endOf(@Nullable FeedItem item) {
        if (item instanceof FeedItem.Overflowed overflowed) {
            return overflowed(overflowed);
        }
        if (item instanceof FeedItem.Unreliable unreliable) {
            Log.deaf(unreliable.message());
            return new FollowEnd.Overflow(unreliable.message());
        }
        if (item instanceof FeedItem.Ended ended) {
            return new FollowEnd.Lost(ended.cause());
        }
        if (item instanceof FeedItem.Malformed document) {
            malformed.report(document, nanoTime.getAsLong());
        }
        return null;
    }

    private static FollowEnd.Overflow overflowed(FeedItem.Overflowed item) {
        Log.overflow(item.message());
        return new FollowEnd.Overflow(item.message());
    }

    // Events that are caught up on at the beginning are told apart from those that were merely there.
    private Arrival arrival() {
        return !tells ? Arrival.LIVE : repeats ? Arrival.REPEATED : Arrival.REPLAYED;
    }

    private void reportCaughtUp() {
        long replayed = outlet.takeReplayed();
        if (tells) {
            signals.caughtUp(replayed);
        }
        tells = true;
    }
}
