package io.github.rethinkemitter.internal.subscribe;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The position: the newest {@code ts} of which everything older that came was handled. Never goes back. Safe for use by
 * many threads. It lives in memory; a lasting one would be written from here.
 */
final class PositionKeeper {

    private final ServerClock clock;
    private final NavigableMap<Instant, Integer> pending = new TreeMap<>(); // how many of each ts
    private Instant newest;
    private Instant position;

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

    synchronized Instant position() {
        Instant settled = pending.isEmpty() ? newest : pending.firstKey();
        // Other writers set ts as they like. One from the future must not make this deaf to the present.
        Instant now = clock.now();
        if (settled.isAfter(now)) {
            settled = now;
        }
        if (settled.isAfter(position)) {
            position = settled;
        }
        return position;
    }
}
