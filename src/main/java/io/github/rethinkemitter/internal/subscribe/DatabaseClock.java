package io.github.rethinkemitter.internal.subscribe;

import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The database's time, as far as its last answer tells. The clock of this server does not matter. Safe for use by many threads. */
final class DatabaseClock {

    private final LongSupplier nanoTime;
    private volatile @Nullable Reading last;

    private record Reading(Instant time, long at) {}

    DatabaseClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The database's time is this now. */
    void read(Instant now) {
        last = new Reading(now, nanoTime.getAsLong());
    }

    /** Null before the first answer. */
    @Nullable
    Instant now() {
        var reading = last;
        return reading == null ? null : reading.time().plusNanos(nanoTime.getAsLong() - reading.at());
    }
}
