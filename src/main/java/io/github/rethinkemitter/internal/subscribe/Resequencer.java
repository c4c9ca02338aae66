package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.Excerpt;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Timeline.Wanted;
import io.github.rethinkemitter.internal.subscribe.GapQuery.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts each publisher's events into the order of their numbers and drops what was had. Does nothing by itself: it takes
 * events and the time, and gives outcomes to act on and questions to ask. It outlives the feeds.
 *
 * <p>While a publisher's events wait behind a hole, those of others flow. A hole is looked up when it did not close by
 * itself within a tenth of the order wait, looked up again when the wait is over, then reported and passed. The wait is longer
 * while the publisher may still repeat what is missing: it sends nothing newer then, so there is little to hold.
 */
final class Resequencer {

    private static final int EARLY_PART = 10;
    private static final long FARTHEST = 1L << 40;
    private static final int LATE_TOLD_EACH = 1_000;
    // More than publishers have under way at once, unless many of them are cut off in the middle together.
    private static final int ROOM_FOR_REPEATS = 10_000;
    private static final long ROOM = 16 << 20; // bytes
    private static final Duration FORGET_STEP = Duration.ofSeconds(1); // going through all of them costs
    // Beyond the overlap: one publisher's times may come from servers whose clocks differ.
    private static final Duration SKEW = Duration.ofSeconds(10);
    // An event whose acknowledgement took long gets a newer time, and must not count as new then; one that goes again
    // must not find its publisher unknown.
    static final Duration REMEMBERED = Duration.ofHours(1);

    private final Map<String, PublisherSequence> lines = new HashMap<>();
    private final Set<PublisherSequence> stuck = new LinkedHashSet<>(); // lines with a hole, the oldest hole first
    private final SeenIds ids = new SeenIds();
    private final Queue<SequencingOutcome> outcomes = new ArrayDeque<>();
    private final Duration reach; // how far the times of neighbours may lie apart
    private final long orderWait; // nanoseconds, as the next
    private final long repeatWait;
    private final int limit;
    private Instant start = Instant.EPOCH; // of the subscription
    private Instant horizon = Instant.MIN; // what was had and is older was forgotten, and is asked for no more
    private int waiting; // events in all lines
    private long weight; // of these

    Resequencer(SubscribeSettings settings) {
        reach = settings.resumeOverlap().plus(SKEW);
        orderWait = settings.orderWait().toNanos();
        repeatWait = Math.max(orderWait, settings.repeatWait().toNanos());
        limit = settings.bufferSize();
    }

    /** Begins a subscription: what is older than {@code from} is not looked up. Only before anything else. */
    void begin(Instant subscribed, Instant from) {
        start = subscribed;
        forget(from);
    }

    /** Takes up where an earlier process stopped. Only before anything else. */
    void restore(Bookmark bookmark) {
        start = bookmark.start();
        horizon = bookmark.from();
        bookmark.seen().forEach(ids::add);
        bookmark.marks().forEach((src, mark) -> {
            var line = new PublisherSequence(src);
            line.had = Watermark.of(mark);
            line.newest = mark.newest();
            line.newestInOrder = mark.newest();
            line.isJoined = mark.gaps().stream().anyMatch(gap -> gap.first() == 1);
            lines.put(src, line);
        });
    }

    boolean isKnown(StoredEvent event) {
        if (!isNumbered(event)) {
            return ids.contains(event);
        }
        PublisherSequence line = lines.get(event.src());
        return line != null && line.isKnown(event.seq());
    }

    /**
     * Marks an event from before the subscription, in any order, as had. False for one of a publisher of which events were
     * accepted already: it came into the table late, and has its place among them.
     */
    boolean teach(StoredEvent event) {
        if (!isNumbered(event)) {
            return ids.add(event);
        }
        PublisherSequence line = line(event);
        if (line.isFollowed) {
            return false;
        }
        if (line.had == null) {
            line.had = new Watermark(event.seq());
            line.isJoined = event.seq() > 1;
        }
        line.had.add(event.seq());
        line.cameBy(event);
        line.hadTurn(event);
        return true;
    }

    /** Takes an event, and says whether it is new. */
    boolean accept(Delivery delivery, long now) {
        StoredEvent event = delivery.event();
        if (!isNumbered(event)) {
            return ids.add(event) && outcomes.add(new SequencingOutcome.Deliver(delivery));
        }
        PublisherSequence line = line(event);
        line.heard(event.settled());
        if (line.isKnown(event.seq())) {
            return false;
        }
        line.cameBy(event);
        line.isFollowed = true;
        if (line.had == null && event.seq() == 1) {
            line.had = new Watermark(1);
        }
        if (line.had != null && event.seq() < line.had.next()) {
            // Reported as missed, or never expected: late and out of order is better than never.
            line.had.add(event.seq());
            if (line.late++ % LATE_TOLD_EACH == 0) {
                Log.late(line.src, event.seq());
            }
            outcomes.add(new SequencingOutcome.Deliver(delivery));
            return true;
        }
        if (line.had != null && line.isNext(event.seq())) {
            hadTurn(line, line.had, delivery);
            return true;
        }
        line.waiting.put(event.seq(), delivery);
        waiting++;
        weight += event.weight();
        if (stuck.add(line)) {
            restartWait(line, now);
        }
        advance(line, now);
        return true;
    }

    private void hadTurn(PublisherSequence line, Watermark had, Delivery delivery) {
        had.add(delivery.event().seq());
        line.hadTurn(delivery.event());
        outcomes.add(new SequencingOutcome.Deliver(delivery));
    }

    /**
     * The next thing to ask the table for, if any is due; of a publisher one thing at a time. Accept what is found, then say
     * {@link #answered}.
     */
    @Nullable
    GapQuery question(long now) {
        for (PublisherSequence line : stuck) {
            if (line.isAsking) {
                continue;
            }
            boolean early = now - line.holeSince >= orderWait / EARLY_PART;
            if (line.had == null) {
                // What was sent together comes together, and the first of it tells.
                if (early || line.tellsWhatIsSettled() || isFullFor(line)) {
                    return question(line, 1, horizon, Kind.INTRODUCTION);
                }
                continue;
            }
            if (isFullFor(line) || now - line.holeSince >= patience(line)) {
                return hole(line, line.had, Kind.LAST);
            }
            if (!line.asked && early) {
                return hole(line, line.had, Kind.EARLY);
            }
        }
        return null;
    }

    /** Whether nothing more should be taken before the table has answered. */
    boolean isFull() {
        return (waiting > limit || weight > ROOM) && stuck.stream().anyMatch(this::isFullFor);
    }

    // When there is no room to wait, the oldest hole has been waited for long enough.
    private boolean isFullFor(PublisherSequence line) {
        return line.isHoleSettled()
                ? waiting > limit || weight > ROOM
                : waiting > limit + ROOM_FOR_REPEATS || weight > 4 * ROOM;
    }

    private long patience(PublisherSequence line) {
        return line.isHoleSettled() ? orderWait : repeatWait;
    }

    private GapQuery hole(PublisherSequence line, Watermark had, Kind kind) {
        return question(line, had.next(), noHoleIsOlderThan(line), kind);
    }

    private GapQuery question(PublisherSequence line, long first, Instant since, Kind kind) {
        line.isAsking = true;
        return new GapQuery(
                new Wanted(
                        line.src,
                        first,
                        line.waiting.firstKey() - 1,
                        since.isBefore(horizon) ? horizon : since,
                        line.newest.plus(reach).plusNanos(repeatWait)), // what goes again has the time of then
                kind,
                line.settled);
    }

    /** Whatever was found has been accepted; the rest is not in the table. */
    void answered(GapQuery question, long now) {
        PublisherSequence line = lines.get(question.wanted().src());
        if (line == null) {
            return;
        }
        line.isAsking = false;
        if (!line.isStuck()) {
            return;
        }
        if (line.had == null) {
            if (question.settled() == StoredEvent.SETTLED_UNKNOWN && line.tellsWhatIsSettled()) {
                // Told by what was found, or came meanwhile; only an answer to a question after that means something.
                return;
            }
            // What was settled before the first that was found belongs to the time before this subscription.
            long beginning = line.beginning(question.settled());
            line.had = new Watermark(beginning);
            line.isJoined = beginning > 1;
            advance(line, now);
        } else if (question.kind() != Kind.LAST) {
            line.asked |= line.had.next() >= question.wanted().first(); // else the hole is another one
        } else {
            while (line.isStuck() && line.had.next() <= question.wanted().last()) {
                pass(line, line.had);
                advance(line, now);
            }
        }
    }

    private void pass(PublisherSequence line, Watermark had) {
        long first = had.next();
        long next = line.waiting.firstKey();
        had.passTo(next);
        if (mayBeOlderThanTheSubscription(line)) {
            return;
        }
        Instant to = line.afterHole();
        Instant from = line.beforeHole().isBefore(to) ? line.beforeHole() : to;
        String which = next - first == 1 ? "event " + first : "events " + first + " to " + (next - 1);
        String when = isFullFor(line)
                ? "in time, and there is no room to wait longer"
                : "within " + Duration.ofNanos(patience(line));
        String cause = which + " of publisher \"" + new Excerpt(line.src) + "\" did not come " + when
                + ", and the table does not have it; later ones are observed without it. Its server may have stopped"
                + " before it was stored, or it was deleted";
        outcomes.add(new SequencingOutcome.Missed(next - first, from, to, cause));
    }

    private boolean mayBeOlderThanTheSubscription(PublisherSequence line) {
        if (line.isJoined) {
            return line.hadNothing() || noHoleIsOlderThan(line).isBefore(start);
        }
        // Met at its first event, which went again, and whose successors the first feed did not reach back to.
        Instant earliest = line.beforeHole().minus(SKEW).minusNanos(repeatWait);
        return earliest.isBefore(start.minus(reach).plus(SKEW));
    }

    // What stands before the hole has a later time when it went again.
    private Instant noHoleIsOlderThan(PublisherSequence line) {
        return line.beforeHole().minus(reach).minusNanos(repeatWait);
    }

    /** Lets everything go whose turn it is. */
    private void advance(PublisherSequence line, long now) {
        boolean moved = false;
        while (line.had != null && line.isStuck() && line.waiting.firstKey() == line.had.next()) {
            Delivery delivery = line.waiting.pollFirstEntry().getValue();
            waiting--;
            weight -= delivery.event().weight();
            hadTurn(line, line.had, delivery);
            moved = true;
        }
        if (!line.isStuck()) {
            stuck.remove(line);
        } else if (moved) {
            restartWait(line, now);
        }
    }

    // To the end of the set, which is ordered by the age of the holes.
    private void restartWait(PublisherSequence line, long now) {
        stuck.remove(line);
        stuck.add(line);
        line.holeSince = now;
        line.asked = false;
    }

    /** The connection is another one: nothing that was asked is answered. */
    void unanswered() {
        lines.values().forEach(line -> line.isAsking = false);
    }

    /** The feed was opened again: no hole could close while it was not. */
    void resumed(long now) {
        for (PublisherSequence line : Set.copyOf(stuck)) {
            restartWait(line, now);
        }
    }

    /** Nanoseconds until a question is due by the mere passing of time; {@code Long.MAX_VALUE} for never. */
    long untilDue(long now) {
        long until = Long.MAX_VALUE;
        for (PublisherSequence line : stuck) {
            if (line.isAsking) {
                continue;
            }
            long due = line.asked ? patience(line) : orderWait / EARLY_PART;
            until = Math.min(until, Math.max(0, due - (now - line.holeSince)));
        }
        return until;
    }

    /** What to do next, which stays the next until {@link #done}. */
    @Nullable
    SequencingOutcome next() {
        return outcomes.peek();
    }

    void done() {
        outcomes.remove();
    }

    /**
     * Forgets publishers and ids of which nothing newer than this was had: no feed is opened so far back again. Such a
     * publisher is unknown when it triggers again; it is then asked for only what is newer, which it was not had with.
     */
    void forget(Instant before) {
        if (before.isAfter(horizon.plus(FORGET_STEP))) {
            horizon = before;
            Instant forgotten = horizon.minus(REMEMBERED);
            lines.values().removeIf(line -> !line.isStuck() && line.newest.isBefore(forgotten));
            ids.forget(horizon);
        }
    }

    int waiting() {
        return waiting;
    }

    int publishers() {
        return lines.size();
    }

    int ids() {
        return ids.size();
    }

    private PublisherSequence line(StoredEvent event) {
        return lines.computeIfAbsent(String.valueOf(event.src()), PublisherSequence::new);
    }

    // No publisher of this library ever counts so far; whoever writes such a number is none.
    private static boolean isNumbered(StoredEvent event) {
        return event.isSequenced() && event.seq() > 0 && event.seq() < FARTHEST;
    }
}
