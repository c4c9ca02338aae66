package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Stored;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows a channel's table and hands out its events, each once, each publisher's in order. One thread at a time follows;
 * {@link #handled} may be called by any.
 *
 * <p>What is promised: every event whose trigger came after {@code Connected} was fired is observed, as long as this
 * process lives and no insert takes longer than the resume overlap. {@code now} is asked before the feed is opened, so
 * such an event comes live, or as a stored one that is newer than {@code now}. Of events stored while the feed was being
 * opened some are observed and some are not.
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
    private volatile @Nullable Progress progress; // null until the first feed is opened
    private boolean taught; // whether the first feed has told what was there before
    private boolean connected; // whether a feed was ever followed to the present
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
    }

    /**
     * Follows until the feed ends. Call again to go on from where it ended.
     *
     * @param ready called each time the database has confirmed the subscription and all that was held back was handed out
     */
    public FollowEnd follow(Session session, Runnable ready) throws InterruptedException {
        try {
            Progress reached = reached(session.now());
            Instant from = reached.position().position().minus(settings.resumeOverlap());
            Log.following(from);
            try (Feed feed = session.follow(from)) {
                FollowEnd end = catchUp(feed, session, reached);
                if (end == null) {
                    ready.run();
                    reportCaughtUp();
                    end = live(feed, session, reached);
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
            reached.position().handled(event.ts());
        }
    }

    private Progress reached(Instant now) {
        Progress reached = progress;
        if (reached == null) {
            var clock = new ServerClock(nanoTime, now);
            reached = new Progress(now, clock, new PositionKeeper(now, clock));
            // What the first feed does not reach back to is not looked up.
            sequence.forget(now.minus(settings.resumeOverlap()));
            progress = reached;
        }
        reached.clock().set(now);
        return reached;
    }

    private @Nullable FollowEnd catchUp(Feed feed, Session session, Progress reached)
            throws IOException, InterruptedException {
        var held = new CatchUp(sequence, taught ? Instant.MIN : reached.start(), settings.bufferSize());
        while (true) {
            FeedItem item = feed.poll(IDLE);
            if (item instanceof FeedItem.Initial initial) {
                held.initial(initial.event());
            } else if (item instanceof FeedItem.Live live) {
                held.live(live.event());
            } else if (item instanceof FeedItem.Ready) {
                break;
            } else {
                FollowEnd end = endOf(item);
                if (end != null) {
                    return end;
                }
            }
        }
        taught = true;
        sequence.resumed(nanoTime.getAsLong());
        accept(held.stored(), connected, reached);
        accept(held.live(), false, reached);
        settle(session, connected, reached);
        if (!held.isCut()) {
            return null;
        }
        Log.inParts(settings.bufferSize());
        return new FollowEnd.Overflow("more than " + settings.bufferSize() + " events were waiting");
    }

    private FollowEnd live(Feed feed, Session session, Progress reached) throws IOException, InterruptedException {
        while (true) {
            long wait = Math.min(sequence.untilDue(nanoTime.getAsLong()), IDLE.toNanos());
            FeedItem item = feed.poll(Duration.ofNanos(wait));
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
            if (sequence.accept(new Delivery(event, false, replayed), nanoTime.getAsLong())) {
                reached.position().received(event.ts());
            }
        }
    }

    /** Hands out what is due, and asks for what is missing. A failed question is asked again by the next feed. */
    private void settle(Session session, boolean replayed, Progress reached) throws IOException, InterruptedException {
        handOut(reached);
        for (Question question = question(); question != null; question = question()) {
            List<Stored> found = session.find(question.src(), question.first(), question.last(), question.since());
            Log.found(question.src(), question.first(), question.last(), found.size());
            accept(found, replayed, reached);
            sequence.answered(question, nanoTime.getAsLong());
            handOut(reached);
        }
        sequence.forget(reached.position()
                .position()
                .minus(settings.resumeOverlap())
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
            reached.position().handled(event.ts());
            return;
        }
        outlets.sink().accept(delivery);
        if (delivery.replayed()) {
            replayed++;
        }
    }

    private void reportCaughtUp() {
        if (connected) {
            outlets.signals().caughtUp(replayed);
        }
        connected = true;
        replayed = 0;
    }

    /** How far this subscription has come. */
    private record Progress(Instant start, ServerClock clock, PositionKeeper position) {}
}
