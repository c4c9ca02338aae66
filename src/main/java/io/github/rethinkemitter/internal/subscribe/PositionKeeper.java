package io.github.rethinkemitter.internal.subscribe;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The position: the newest {@code ts} of which everything older that came was handled. Never goes back. Safe for use by
 * many threads.
 */
final class PositionKeeper {

    private final ServerClock clock;
    private final NavigableMap<Instant, Integer> pending = new TreeMap<>(); // how many of each ts
    private Instant newest;
    private Instant position;
    private Instant bound = Instant.MAX; // up to here it came in order; the end of time while everything does

    PositionKeeper(Instant start, ServerClock clock) {
        this.clock = clock;
        newest = start;
        position = start;
    }

    synchronized void received(Instant ts) {
        pending.merge(ts, 1, Integer::sum);
        if (ts.isAfter(newest)) {
            newest = ts;
        }
    }

    synchronized void handled(Instant ts) {
        pending.computeIfPresent(ts, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Stored events come in no order from here on: what is newer than what came so far says nothing about what is older. */
    synchronized void hold() {
        if (bound.equals(Instant.MAX)) {
            bound = newest;
        }
    }

    /** All that is stored and older than this has come. */
    synchronized void reached(Instant ts) {
        if (ts.isAfter(bound)) {
            bound = ts;
        }
    }

    /** All that was stored has come. */
    synchronized void release() {
        bound = Instant.MAX;
    }

    synchronized Instant position() {
        Instant settled = pending.isEmpty() ? newest : pending.firstKey();
        settled = earlier(settled, bound);
        // Other writers set ts as they like. One from the future must not make this deaf to the present.
        settled = earlier(settled, clock.now());
        if (settled.isAfter(position)) {
            position = settled;
        }
        return position;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
