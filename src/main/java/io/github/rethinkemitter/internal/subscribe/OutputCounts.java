package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.concurrent.OwnedCounter;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts what the following thread reads and hands out; any thread reads the counts. */
final class OutputCounts {

    final OwnedCounter received = new OwnedCounter();
    final OwnedCounter missed = new OwnedCounter();
    final OwnedCounter held = new OwnedCounter();
    private final AtomicReference<@Nullable Instant> newest = new AtomicReference<>();

    /** An event of this time was read. */
    void read(Instant ts) {
        Instant before = newest.getPlain();
        if (before == null || ts.isAfter(before)) {
            newest.setRelease(ts);
        }
    }

    /** When the newest event that was read was stored; null when none was. */
    @Nullable
    Instant newest() {
        return newest.getAcquire();
    }
}
