package io.github.rethinkemitter.internal.publish;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations as nanoseconds, for ever where they are longer than a {@code long} holds. */
final class Nanos {

    private Nanos() {}

    static long of(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }
}
