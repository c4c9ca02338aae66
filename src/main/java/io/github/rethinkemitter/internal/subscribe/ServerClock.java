package io.github.rethinkemitter.internal.subscribe;

import java.time.Instant;
import java.util.function.LongSupplier;

/** The database server's time between two askings. Safe for use by many threads. */
final class ServerClock {

    private final LongSupplier nanoTime;
    private volatile Reading last;

    ServerClock(LongSupplier nanoTime, Instant now) {
        this.nanoTime = nanoTime;
        last = new Reading(now, nanoTime.getAsLong());
    }

    void set(Instant now) {
        last = new Reading(now, nanoTime.getAsLong());
    }

    Instant now() {
        Reading reading = last;
        return reading.at().plusNanos(nanoTime.getAsLong() - reading.nanos());
    }

    private record Reading(Instant at, long nanos) {}
}
