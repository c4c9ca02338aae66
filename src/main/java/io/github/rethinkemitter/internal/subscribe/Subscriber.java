package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.Positions;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Stored;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 * <p>Memory is bounded by the buffer size {@code n}: {@code n} stored and {@code n} live events while catching up,
 * and {@code n} behind holes, to which a catch-up may add its own.
 */
public final class Subscriber {

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final SubscribeSettings settings;
    private final String ownSrc;
    private final Outlets outlets;
    private final LongSupplier nanoTime;
    final Resequencer sequence; // its sizes are watched by tests
    private final MalformedDocuments malformed;
    private final Beginnings beginnings;
    private final @Nullable PositionWriter writer; // null when the position does not last
    private volatile @Nullable Progress progress; // null until the first feed is opened
    private Floor floor = Floor.NONE; // what the first feed has to tell of what was there before
    private boolean behind; // whether there is more to catch up on than a feed may bring at once
    private boolean tells; // whether what is caught up on was stored while this was away
    private volatile boolean
            repeats; // whether some of that may have been handled by a process that did not end in order
    private long replayed; // events handed out since the last interruption that came from the timeline

    /**
     * @param ownSrc this server's own publisher, whose events are dropped without loopback
     * @param nanoTime for deadlines, as {@code System::nanoTime}
     */
    public Subscriber(SubscribeSettings settings, String ownSrc, Outlets outlets, LongSupplier nanoTime) {
        this.settings = settings;
        this.ownSrc = ownSrc;
        this.outlets = outlets;
        this.nanoTime = nanoTime;
        sequence = new Resequencer(settings);
        malformed = new MalformedDocuments(outlets.signals());
        beginnings = new Beginnings(settings, ownSrc, outlets.signals(), nanoTime);
        var subscription = beginnings.subscription();
        writer = subscription == null
                ? null
                : new PositionWriter(subscription, this::bookmark, outlets.signals(), nanoTime);
    }

    /**
     * Follows until the feed ends. Call again to go on from where it ended.
     *
     * @param ready called each time the database has confirmed the subscription and all that was held back was handed out
     */
    public FollowEnd follow(Session session, Runnable ready) throws InterruptedException {
        try {
            session.ensureTable();
            Progress reached = reached(session);
            if (writer != null) {
                writer.use(session);
            }
            Instant from = reached.from(settings.resumeOverlap());
            reached.position().hold();
            if (behind) {
                from = Progress.before(readBacklog(session, from, reached), settings.resumeOverlap());
            }
            Log.following(from);
            try (Feed feed = session.follow(from)) {
                FollowEnd end = catchUp(feed, session, reached);
                if (end == null) {
                    ready.run();
                    reportCaughtUp();
                    end = live(feed, from, session, reached);
                }
                return end;
            }
        } catch (IOException e) {
            return new FollowEnd.Lost(e);
        }
    }

    /** All observers have had the event. */
    public void handled(Stored event) {
        Progress reached = progress;
        if (reached != null) {
            reached.isHandled(event);
            if (writer != null) {
                writer.handled();
            }
        }
    }

    /** Whether its position outlives the process. */
    public boolean isLasting() {
        return writer != null;
    }

    /** Writes a lasting position for the last time. */
    public CompletionStage<SaveResult> close(Positions positions) {
        return writer == null || progress == null
                ? CompletableFuture.completedStage(new SaveResult.Saved())
                : writer.last(positions);
    }

    private Progress reached(Session session) throws IOException, InterruptedException {
        Progress reached = progress;
        if (reached == null) {
            Beginnings.Begun begun = beginnings.begin(session);
            reached = begun.progress();
            floor = begun.floor();
            tells = begun.fromTimeline();
            var bookmark = begun.bookmark();
            repeats = bookmark != null && !bookmark.whole();
            if (bookmark == null) {
                // What the first feed does not reach back to is not looked up.
                sequence.forget(reached.from(settings.resumeOverlap()));
            } else {
                sequence.restore(bookmark);
            }
            progress = reached;
        }
        reached.clock().set(session.now());
        return reached;
    }

    // Progress is there before anything is handled.
    private Bookmark bookmark(boolean whole) {
        Progress reached = progress;
        if (reached == null) {
            throw new IllegalStateException("nothing was followed yet");
        }
        Instant position = reached.position().position();
        Bookmark bookmark =
                reached.handled().at(position, reached.from(settings.resumeOverlap()), reached.start(), whole);
        return repeats ? bookmark.incomplete() : bookmark;
    }

    /** Hands out what is stored, in slices, and says up to which time. */
    private Instant readBacklog(Session session, Instant from, Progress reached)
            throws IOException, InterruptedException {
        Log.inSlices(settings.bufferSize());
        var backlog = new Backlog(session, from, () -> sieve(reached), settings);
        while (backlog.next(slice -> {
            sequence.resumed(nanoTime.getAsLong());
            accept(slice.take(), tells, reached);
            settle(session, tells, reached);
            reached.position().reached(backlog.reached());
        })) {
            tick();
        }
        return backlog.reached();
    }

    private Sieve sieve(Progress reached) {
        return new Sieve(
                sequence,
                floor,
                event -> {
                    boolean taught = sequence.teach(event);
                    if (taught) {
                        reached.handled().add(event);
                    }
                    return taught;
                },
                settings.bufferSize());
    }

    /** Joins what is stored with what is live. Null when they have met. */
    private @Nullable FollowEnd catchUp(Feed feed, Session session, Progress reached)
            throws IOException, InterruptedException {
        var held = new CatchUp(sieve(reached), settings.bufferSize());
        while (true) {
            FeedItem item = feed.poll(IDLE);
            if (item instanceof FeedItem.Ready) {
                break;
            }
            if (!held.take(item)) {
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
                handOut(held, session, reached);
            }
        }
        handOut(held, session, reached);
        floor = Floor.NONE;
        behind = false;
        repeats = false;
        reached.position().release();
        return null;
    }

    private void handOut(CatchUp held, Session session, Progress reached) throws IOException, InterruptedException {
        sequence.resumed(nanoTime.getAsLong());
        accept(held.stored(), tells, reached);
        accept(held.live(), false, reached);
        settle(session, tells, reached);
        tick();
    }

    private FollowEnd live(Feed feed, Instant from, Session session, Progress reached)
            throws IOException, InterruptedException {
        var audit = new Audit(sequence::isKnown);
        long auditedAt = nanoTime.getAsLong();
        while (true) {
            FeedItem item = feed.poll(Duration.ofNanos(untilNext(auditedAt)));
            if (item instanceof FeedItem.Live live) {
                accept(List.of(live.event()), false, reached);
            } else if (item instanceof FeedItem.Initial initial) {
                accept(List.of(initial.event()), false, reached);
            } else {
                FollowEnd end = endOf(item);
                if (end != null) {
                    return end;
                }
            }
            settle(session, false, reached);
            tick();
            if (item == null && audit.isDeaf()) {
                Log.deaf();
                return new FollowEnd.Overflow("events are in the table that the feed did not bring");
            }
            if (nanoTime.getAsLong() - auditedAt >= settings.auditInterval().toNanos()) {
                auditedAt = nanoTime.getAsLong();
                Instant since =
                        reached.clock().now().minus(settings.auditInterval().multipliedBy(2));
                audit.looked(session.newest(since, Audit.SAMPLE), from);
            }
        }
    }

    private long untilNext(long auditedAt) {
        long now = nanoTime.getAsLong();
        long until = Math.min(sequence.untilDue(now), settings.auditInterval().toNanos() - (now - auditedAt));
        return Math.max(0, writer == null ? until : Math.min(until, writer.nanosUntilDue()));
    }

    private void tick() {
        if (writer != null) {
            writer.tick();
        }
    }

    private @Nullable FollowEnd endOf(@Nullable FeedItem item) {
        if (item instanceof FeedItem.Overflowed overflowed) {
            Log.overflow(overflowed.message());
            return new FollowEnd.Overflow(overflowed.message());
        }
        if (item instanceof FeedItem.Ended ended) {
            return new FollowEnd.Lost(ended.cause());
        }
        if (item instanceof FeedItem.Malformed document) {
            malformed.report(document, nanoTime.getAsLong());
        }
        return null;
    }

    private void accept(List<Stored> events, boolean replayed, Progress reached) {
        for (Stored event : events) {
            if (sequence.accept(new Delivery(event, repeats && replayed, replayed), nanoTime.getAsLong())) {
                reached.position().received(event.ts());
            }
        }
    }

    /** Hands out what is due, and asks for what is missing. A failed question is asked again by the next feed. */
    private void settle(Session session, boolean replayed, Progress reached) throws IOException, InterruptedException {
        handOut(reached);
        for (Question question = question(); question != null; question = question()) {
            List<Stored> found = session.find(question.wanted());
            Log.found(question.wanted(), found.size());
            accept(found, replayed, reached);
            sequence.answered(question, nanoTime.getAsLong());
            handOut(reached);
        }
        sequence.forget(reached.from(settings.resumeOverlap())
                .minus(settings.orderWait())
                .minus(MARGIN));
    }

    private @Nullable Question question() {
        return sequence.question(nanoTime.getAsLong());
    }

    // An outcome is done only when it was acted on: whoever is interrupted at a full sink loses nothing.
    private void handOut(Progress reached) throws InterruptedException {
        for (Outcome outcome = sequence.next(); outcome != null; outcome = sequence.next()) {
            if (outcome instanceof Outcome.Deliver deliver) {
                handOut(deliver.delivery(), reached);
            } else if (outcome instanceof Outcome.Missed missed) {
                Log.missed(missed.cause());
                outlets.signals().missed(missed.count(), missed.from(), missed.to(), missed.cause());
            }
            sequence.done();
        }
    }

    private void handOut(Delivery delivery, Progress reached) throws InterruptedException {
        Stored event = delivery.event();
        if (event.isFiller() || (!settings.loopback() && ownSrc.equals(event.src()))) {
            reached.isHandled(event);
            return;
        }
        outlets.sink().accept(delivery);
        if (delivery.replayed()) {
            replayed++;
        }
    }

    private void reportCaughtUp() {
        if (tells) {
            outlets.signals().caughtUp(replayed);
        }
        tells = true;
        replayed = 0;
    }
}
