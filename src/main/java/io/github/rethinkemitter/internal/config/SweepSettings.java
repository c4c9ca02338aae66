package io.github.rethinkemitter.internal.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When events are deleted.
 *
 * @param ephemeralGrace how old an event of {@code persist=false} gets
 * @param retention how old any event gets; null when they stay
 * @param hard whether events are deleted that a lasting position still needs
 * @param positionExpiry how long after it was written last a position keeps events; null for ever
 */
public record SweepSettings(
        Duration ephemeralGrace,
        @Nullable Duration retention,
        boolean hard,
        @Nullable Duration positionExpiry) {

    /** Where positions keep events for ever. */
    public SweepSettings(Duration ephemeralGrace, @Nullable Duration retention, boolean hard) {
        this(ephemeralGrace, retention, hard, null);
    }
}
