package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One publisher's events on their way into order. */
final class PublisherSequence {

    final String src;
    final NavigableMap<Long, Delivery> waiting = new TreeMap<>(); // none below had.next()

    @Nullable
    Watermark had; // null until it was looked up where the publisher's sequence begins for this subscription

    Instant newest = Instant.MIN; // of all that came
    Instant newestInOrder = Instant.MIN; // of all that had their turn
    long settled = StoredEvent.SETTLED_UNKNOWN; // every number up to this has its outcome, says the publisher
    int late; // events that came out of order
    long holeSince; // nanoseconds; means something while something waits
    boolean isFollowed; // whether events of it were accepted
    boolean isJoined; // whether it was met in the middle of its sequence
    boolean asked; // whether the hole was looked up since
    boolean isAsking; // whether the table was asked, and has not answered

    PublisherSequence(String src) {
        this.src = src;
    }

    boolean isKnown(long seq) {
        return waiting.containsKey(seq) || (had != null && had.has(seq));
    }

    /** Whether this is its turn, as it nearly always is. */
    boolean isNext(long seq) {
        return had != null && seq == had.next() && !isStuck();
    }

    boolean isStuck() {
        return !waiting.isEmpty();
    }

    /** Whether what is missing and not in the table will never be there: its publisher is done with it. */
    boolean isHoleSettled() {
        return settled >= waiting.firstKey() - 1;
    }

    boolean tellsWhatIsSettled() {
        return settled != StoredEvent.SETTLED_UNKNOWN;
    }

    /**
     * The lowest number that may still come, of a publisher of which nothing lower was in the table.
     *
     * @param settledBefore what its publisher had said by then
     */
    long beginning(long settledBefore) {
        long first = waiting.firstKey();
        return settledBefore != StoredEvent.SETTLED_UNKNOWN ? Math.min(first, settledBefore + 1) : first;
    }

    void heard(long settledUpTo) {
        settled = Math.max(settled, settledUpTo);
    }

    void cameBy(StoredEvent event) {
        newest = later(newest, event.ts());
    }

    void hadTurn(StoredEvent event) {
        newestInOrder = later(newestInOrder, event.ts());
    }

    /** Whether nothing of it had its turn. */
    boolean hadNothing() {
        return newestInOrder.equals(Instant.MIN);
    }

    /** The time of what stands before the hole, or of what stands after it when nothing does. */
    Instant beforeHole() {
        return hadNothing() ? afterHole() : newestInOrder;
    }

    Instant afterHole() {
        return waiting.firstEntry().getValue().event().ts();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
