package io.github.rethinkemitter.internal.subscribe;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The position: the newest {@code ts} before which every event is proven to have come and was handled. The time of a document
 * proves nothing, since other writers set it as they like. The position never moves back. Safe for use by many threads.
 */
final class PositionKeeper {

    private final NavigableMap<Instant, Integer> pending = new TreeMap<>(); // how many of each ts are not handled yet
    private Instant proven = Instant.MIN;
    private Instant position = Instant.MIN;
    private Instant stored = Instant.MIN; // the position as a later process may know it
    private Instant storedAtMost = Instant.MAX;
    private boolean frozen;

    synchronized void begin(Instant start) {
        proven = start;
        position = start;
        stored = start;
    }

    synchronized void received(Instant ts) {
        if (!frozen) {
            pending.merge(ts, 1, Integer::sum);
        }
    }

    synchronized void handled(Instant ts) {
        pending.computeIfPresent(ts, (key, count) -> count == 1 ? null : count - 1);
    }

    /** All stored events that are older than this have come. */
    synchronized void proven(Instant upTo) {
        if (upTo.isAfter(proven)) {
            proven = upTo;
        }
    }

    /** All stored events that are older than this have come, whether they were handled or not. */
    synchronized Instant proven() {
        return proven;
    }

    /** The position stays where it is, since some event will never be handled. */
    synchronized void freeze() {
        position();
        frozen = true;
        pending.clear();
    }

    /**
     * The event of this time is left to a later process. This process goes on without it, but the stored position stays where that
     * process finds the event: before it, or where the position is already.
     */
    synchronized void leave(Instant ts) {
        Instant here = stored();
        Instant before = ts.isAfter(here) ? ts : here;
        storedAtMost = before.isBefore(storedAtMost) ? before : storedAtMost;
    }

    /** The position from which a later process is to continue; never newer than {@link #position}. */
    synchronized Instant stored() {
        Instant reached = position();
        Instant allowed = reached.isBefore(storedAtMost) ? reached : storedAtMost;
        stored = allowed.isAfter(stored) ? allowed : stored;
        return stored;
    }

    synchronized Instant position() {
        if (!frozen) {
            Instant reached = pending.isEmpty() || proven.isBefore(pending.firstKey()) ? proven : pending.firstKey();
            position = reached.isAfter(position) ? reached : position;
        }
        return position;
    }
}
