package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Bookmark.Mark;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One publisher's events: which were delivered, and which wait behind a hole. */
final class PublisherSequence {

    final String src;
    final NavigableMap<Long, Delivery> waiting = new TreeMap<>(); // behind a hole; none below received.next()

    // The numbers that were delivered, or are older than the subscription. Null until the publisher is introduced:
    // until it is known with which of its events the subscription begins.
    @Nullable
    Watermark received;

    Instant newest = Instant.MIN; // the newest ts of all events that came
    private Instant newestInOrder = Instant.MIN; // the newest ts of events that were delivered in order
    long settled = StoredEvent.SETTLED_UNKNOWN; // the publisher said that every number up to this one has its outcome
    int late; // events that came after their hole was skipped
    long holeSince; // nanoseconds; valid while events wait
    boolean accepted; // whether an event was accepted for delivery
    boolean beganInMiddle; // whether the subscription began in the middle of the sequence
    boolean lookedUp; // whether the present hole was looked up
    boolean lookupPending; // whether a query was sent and has no answer yet

    PublisherSequence(String src) {
        this.src = src;
    }

    /** The publisher as an earlier process left it. */
    static PublisherSequence of(String src, Mark mark) {
        var publisher = new PublisherSequence(src);
        publisher.received = Watermark.of(mark);
        publisher.newest = mark.newest();
        publisher.newestInOrder = mark.newest();
        publisher.beganInMiddle = mark.gaps().stream().anyMatch(gap -> gap.first() == 1);
        return publisher;
    }

    /** Begins the sequence: numbers below the first one are not waited for. */
    Watermark introduce(long first) {
        var begun = new Watermark(first);
        received = begun;
        beganInMiddle = first > 1;
        return begun;
    }

    /** Whether this event came before. */
    boolean isKnown(long seq) {
        return waiting.containsKey(seq) || (received != null && received.has(seq));
    }

    boolean isBlocked() {
        return !waiting.isEmpty();
    }

    /** Whether the publisher is done with the missing numbers: if the table does not have them, it never will. */
    boolean isHoleSettled() {
        return settled >= waiting.firstKey() - 1;
    }

    boolean tellsWhatIsSettled() {
        return settled != StoredEvent.SETTLED_UNKNOWN;
    }

    /**
     * The lowest number that may still come, of a publisher of which the table had no lower one.
     *
     * @param settledBefore what the publisher had said when the table was asked
     */
    long firstExpected(long settledBefore) {
        long first = waiting.firstKey();
        return settledBefore != StoredEvent.SETTLED_UNKNOWN ? Math.min(first, settledBefore + 1) : first;
    }

    void noteSettled(long upTo) {
        settled = Math.max(settled, upTo);
    }

    void noteCame(StoredEvent event) {
        newest = later(newest, event.ts());
    }

    void noteInOrder(StoredEvent event) {
        newestInOrder = later(newestInOrder, event.ts());
    }

    /** Whether no event of this publisher was delivered in order yet. */
    boolean nothingInOrder() {
        return newestInOrder.equals(Instant.MIN);
    }

    /** The time before the hole; the time after it when no event is before it. */
    Instant beforeHole() {
        return nothingInOrder() ? afterHole() : newestInOrder;
    }

    Instant afterHole() {
        return waiting.firstEntry().getValue().event().ts();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
