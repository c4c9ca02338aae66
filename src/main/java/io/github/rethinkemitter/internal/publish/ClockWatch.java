package io.github.rethinkemitter.internal.publish;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that the database's clock was set back, from the times of acknowledged events: whoever follows the table looks
 * for newer times than those it has, and passes such events by. Used by one thread at a time.
 */
final class ClockWatch {

    private final Duration allowed;
    private @Nullable Instant newest;

    /**
     * Knows no time yet.
     *
     * @param allowed how much older a newer event may be, because servers of the database differ
     */
    ClockWatch(Duration allowed) {
        this.allowed = allowed;
    }

    /**
     * Notes the time of an event that was stored.
     *
     * @param fresh whether the time was taken within the allowed time, and not when the event was first inserted long ago
     * @return the newest time before, when the clock was set back since; once each time that it is
     */
    @Nullable
    Instant stored(Instant at, boolean fresh) {
        Instant before = newest;
        if (before == null || at.isAfter(before)) {
            newest = at;
            return null;
        }
        if (fresh && at.isBefore(before.minus(allowed))) {
            newest = at;
            return before;
        }
        return null;
    }
}
