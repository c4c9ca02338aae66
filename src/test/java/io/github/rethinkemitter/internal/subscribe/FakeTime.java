package io.github.rethinkemitter.internal.subscribe;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** The server's clock and the clock of the subscriber's deadlines, moved by the test. */
final class FakeTime implements LongSupplier {

    static final Instant BASE = Instant.parse("2030-01-01T00:00:00Z");

    private long nanos;

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    Instant now() {
        return BASE.plusNanos(nanos);
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}
