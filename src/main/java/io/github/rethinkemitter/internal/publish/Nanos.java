package io.github.rethinkemitter.internal.publish;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations as nanoseconds. One that is too long for a {@code long} becomes {@code Long.MAX_VALUE}. */
final class Nanos {

    private Nanos() {}

    static long of(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }
}
