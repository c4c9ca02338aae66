package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.Excerpt;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader.Wanted;
import io.github.rethinkemitter.internal.subscribe.GapQuery.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts each publisher's events into the order of their numbers and drops those that came before. It calls nobody: it takes
 * events and the time, and gives outcomes to act on and queries to send. Outlives the feeds.
 *
 * <p>While a publisher's events wait behind a hole, those of others go on. A hole that did not close by itself within a tenth of
 * the order wait is looked up in the table, looked up again when the wait is over, then reported and skipped. The wait is longer
 * while the publisher may still send the missing events again: it sends nothing newer then, so few events have to be held.
 */
final class Resequencer {

    private static final long FARTHEST = 1L << 40;
    private static final int LATE_PER_WARNING = 1_000;
    private static final Duration FORGET_STEP = Duration.ofSeconds(1); // to look at all publishers costs time
    // A publisher is remembered for so long after its last event. An event whose acknowledgement took long gets a
    // newer time, and must not count as new then; one that is sent again must not find its publisher unknown.
    static final Duration REMEMBERED = Duration.ofHours(1);

    private final Map<String, PublisherSequence> publishers = new HashMap<>();
    private final Set<PublisherSequence> blocked = new LinkedHashSet<>(); // those with a hole, the oldest hole first
    private final SeenIds ids = new SeenIds();
    private final Queue<SequencingOutcome> outcomes = new ArrayDeque<>();
    private final HolePolicy policy;
    private Instant start = Instant.EPOCH; // of the subscription
    private Instant horizon = Instant.MIN; // older events may be forgotten, and are not looked up
    private int waiting; // events of all publishers
    private long weight; // of these

    Resequencer(SubscribeSettings settings) {
        policy = new HolePolicy(settings);
    }

    /** Begins a subscription; events that are older than {@code from} are not looked up. Called before anything else. */
    void begin(Instant subscribed, Instant from) {
        start = subscribed;
        forget(from);
    }

    /** Continues where an earlier process stopped. Called before anything else. */
    void restore(Bookmark bookmark) {
        start = bookmark.start();
        horizon = bookmark.from();
        bookmark.seen().forEach(ids::add);
        bookmark.marks().forEach((src, mark) -> publishers.put(src, PublisherSequence.of(src, mark)));
    }

    boolean isKnown(StoredEvent event) {
        if (!isNumbered(event)) {
            return ids.contains(event);
        }
        PublisherSequence publisher = publishers.get(event.src());
        return publisher != null && publisher.isKnown(event.seq());
    }

    /**
     * Notes an event from before the subscription as known; these come in any order. Returns false for an event of a publisher
     * of which events were accepted already: it came into the table late, and has its place among them.
     */
    boolean noteOlderThanSubscription(StoredEvent event) {
        if (!isNumbered(event)) {
            return ids.add(event);
        }
        PublisherSequence publisher = publisher(event);
        if (publisher.accepted) {
            return false;
        }
        Watermark received = publisher.received == null ? publisher.introduce(event.seq()) : publisher.received;
        received.add(event.seq());
        publisher.noteCame(event);
        publisher.noteInOrder(event);
        return true;
    }

    /** Takes an event, and says whether it is new. */
    boolean accept(Delivery delivery, long now) {
        StoredEvent event = delivery.event();
        if (!isNumbered(event)) {
            return ids.add(event) && outcomes.add(new SequencingOutcome.Deliver(delivery));
        }
        PublisherSequence publisher = publisher(event);
        publisher.noteSettled(event.settled());
        if (publisher.isKnown(event.seq())) {
            return false;
        }
        publisher.noteCame(event);
        publisher.accepted = true;
        if (publisher.received == null && event.seq() == 1) {
            publisher.introduce(1);
        }
        Watermark received = publisher.received;
        if (received != null && event.seq() < received.next()) {
            deliverLate(publisher, received, delivery);
        } else if (received != null && event.seq() == received.next() && !publisher.isBlocked()) {
            deliverInOrder(publisher, received, delivery);
        } else {
            holdBack(publisher, delivery, now);
        }
        return true;
    }

    // The event's hole was skipped, or it was never expected. It is delivered out of order rather than never.
    private void deliverLate(PublisherSequence publisher, Watermark received, Delivery delivery) {
        long seq = delivery.event().seq();
        received.add(seq);
        if (publisher.late++ % LATE_PER_WARNING == 0) {
            Log.late(publisher.src, seq);
        }
        outcomes.add(new SequencingOutcome.Deliver(delivery));
    }

    private void deliverInOrder(PublisherSequence publisher, Watermark received, Delivery delivery) {
        received.add(delivery.event().seq());
        publisher.noteInOrder(delivery.event());
        outcomes.add(new SequencingOutcome.Deliver(delivery));
    }

    private void holdBack(PublisherSequence publisher, Delivery delivery, long now) {
        publisher.waiting.put(delivery.event().seq(), delivery);
        waiting++;
        weight += delivery.event().weight();
        if (blocked.add(publisher)) {
            restartWait(publisher, now);
        }
        deliverWaiting(publisher, now);
    }

    /**
     * The next query that is due, if any; at most one a publisher is open. The caller accepts the events that are found and
     * then calls {@link #answered}.
     */
    @Nullable
    GapQuery nextQuery(long now) {
        for (PublisherSequence publisher : blocked) {
            Kind due = publisher.lookupPending ? null : dueQuery(publisher, now);
            if (due != null) {
                publisher.lookupPending = true;
                return new GapQuery(wanted(publisher), due, publisher.settled);
            }
        }
        return null;
    }

    private @Nullable Kind dueQuery(PublisherSequence publisher, long now) {
        long waited = now - publisher.holeSince;
        boolean early = waited >= policy.earlyWait();
        if (publisher.received == null) {
            // Events that were sent together come together, and the first of them tells what is settled.
            return early || publisher.tellsWhatIsSettled() || isFull(publisher) ? Kind.INTRODUCTION : null;
        }
        if (waited >= policy.lastWait(publisher) || isFull(publisher)) {
            return Kind.LAST;
        }
        return early && !publisher.lookedUp ? Kind.EARLY : null;
    }

    private Wanted wanted(PublisherSequence publisher) {
        Watermark received = publisher.received;
        long first = received == null ? 1 : received.next();
        Instant since = received == null ? horizon : later(policy.earliest(publisher), horizon);
        return new Wanted(publisher.src, first, publisher.waiting.firstKey() - 1, since, policy.latest(publisher));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Whether nothing more should be taken before the table has answered. */
    boolean isFull() {
        return policy.isBeyondLimit(waiting, weight) && blocked.stream().anyMatch(this::isFull);
    }

    private boolean isFull(PublisherSequence publisher) {
        return policy.isFull(publisher, waiting, weight);
    }

    /** All events that the query found were accepted; the table does not have the others. */
    void answered(GapQuery query, long now) {
        PublisherSequence publisher = publishers.get(query.wanted().src());
        if (publisher == null) {
            return;
        }
        publisher.lookupPending = false;
        Watermark received = publisher.received;
        if (!publisher.isBlocked()) {
            return;
        }
        if (received == null) {
            introduce(publisher, query, now);
        } else if (query.kind() == Kind.LAST) {
            skipHoles(publisher, received, query.wanted().last(), now);
        } else {
            boolean sameHole = received.next() >= query.wanted().first();
            publisher.lookedUp |= sameHole;
        }
    }

    private void introduce(PublisherSequence publisher, GapQuery query, long now) {
        if (query.settledBefore() == StoredEvent.SETTLED_UNKNOWN && publisher.tellsWhatIsSettled()) {
            // What is settled became known only after the query was sent. Only the answer to another query counts.
            return;
        }
        // Numbers that were settled before the first event that was found are older than this subscription.
        publisher.introduce(publisher.firstExpected(query.settledBefore()));
        deliverWaiting(publisher, now);
    }

    private void skipHoles(PublisherSequence publisher, Watermark received, long last, long now) {
        while (publisher.isBlocked() && received.next() <= last) {
            skipHole(publisher, received);
            deliverWaiting(publisher, now);
        }
    }

    private void skipHole(PublisherSequence publisher, Watermark received) {
        long first = received.next();
        long next = publisher.waiting.firstKey();
        received.skipTo(next);
        if (!policy.mayPrecede(start, publisher)) {
            outcomes.add(missed(publisher, first, next));
        }
    }

    private SequencingOutcome.Missed missed(PublisherSequence publisher, long first, long next) {
        Instant to = publisher.afterHole();
        Instant from = publisher.beforeHole().isBefore(to) ? publisher.beforeHole() : to;
        String which = next - first == 1 ? "event " + first : "events " + first + " to " + (next - 1);
        String when = isFull(publisher)
                ? "in time, and there is no room to wait longer"
                : "within " + Duration.ofNanos(policy.lastWait(publisher));
        String cause = which + " of publisher \"" + new Excerpt(publisher.src) + "\" did not come " + when
                + ", and the table does not have it; later ones are observed without it. Its server may have stopped"
                + " before it was stored, or it was deleted";
        return new SequencingOutcome.Missed(next - first, from, to, cause);
    }

    // Delivers the events behind a hole that has closed.
    private void deliverWaiting(PublisherSequence publisher, long now) {
        Watermark received = publisher.received;
        boolean anyDelivered = false;
        while (received != null && publisher.isBlocked() && publisher.waiting.firstKey() == received.next()) {
            Delivery delivery = publisher.waiting.pollFirstEntry().getValue();
            waiting--;
            weight -= delivery.event().weight();
            deliverInOrder(publisher, received, delivery);
            anyDelivered = true;
        }
        if (!publisher.isBlocked()) {
            blocked.remove(publisher);
        } else if (anyDelivered) {
            restartWait(publisher, now);
        }
    }

    // The publisher's hole is now the youngest, and the set is in the order of their age.
    private void restartWait(PublisherSequence publisher, long now) {
        blocked.remove(publisher);
        blocked.add(publisher);
        publisher.holeSince = now;
        publisher.lookedUp = false;
    }

    /** The connection is another one, so no query that was sent is answered. */
    void cancelLookups() {
        publishers.values().forEach(publisher -> publisher.lookupPending = false);
    }

    /** The table was not read for a while, so no hole could close. Each is waited for anew. */
    void restartWaits(long now) {
        for (PublisherSequence publisher : List.copyOf(blocked)) {
            restartWait(publisher, now);
        }
    }

    /** Nanoseconds until a query is due by the mere passing of time; {@code Long.MAX_VALUE} for never. */
    long nanosUntilQuery(long now) {
        long until = Long.MAX_VALUE;
        for (PublisherSequence publisher : blocked) {
            if (!publisher.lookupPending) {
                long wait = publisher.lookedUp ? policy.lastWait(publisher) : policy.earlyWait();
                until = Math.min(until, Math.max(0, wait - (now - publisher.holeSince)));
            }
        }
        return until;
    }

    /** The outcome to act on now. It stays the next until {@link #done}. */
    @Nullable
    SequencingOutcome next() {
        return outcomes.peek();
    }

    void done() {
        outcomes.remove();
    }

    /**
     * Forgets publishers and ids of which nothing newer than this came: no feed reaches back so far. A forgotten publisher that
     * sends events again is introduced again, and looked up only as far as that time.
     */
    void forget(Instant before) {
        if (before.isAfter(horizon.plus(FORGET_STEP))) {
            horizon = before;
            Instant forgotten = horizon.minus(REMEMBERED);
            publishers.values().removeIf(publisher -> !publisher.isBlocked() && publisher.newest.isBefore(forgotten));
            ids.forget(horizon);
        }
    }

    /** How many events wait behind holes. */
    int waiting() {
        return waiting;
    }

    int publishers() {
        return publishers.size();
    }

    int ids() {
        return ids.size();
    }

    private PublisherSequence publisher(StoredEvent event) {
        return publishers.computeIfAbsent(String.valueOf(event.src()), PublisherSequence::new);
    }

    // No publisher of this library ever counts so far. A document with a larger number is treated as one without.
    private static boolean isNumbered(StoredEvent event) {
        return event.isSequenced() && event.seq() > 0 && event.seq() < FARTHEST;
    }
}
