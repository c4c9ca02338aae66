package io.github.rethinkemitter.internal.publish;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from the times of acknowledged events that the database's clock was set back. Subscribers look for newer times than
 * those they have seen, and so miss events with a time that is set back. Used by one thread at a time.
 */
final class ClockWatch {

    private final Duration allowed;
    private @Nullable Instant newest;

    /**
     * Knows no time yet.
     *
     * @param allowed how much older the time of a later event may be, because the clocks of database servers differ
     */
    ClockWatch(Duration allowed) {
        this.allowed = allowed;
    }

    /**
     * Notes the time of an event that was stored.
     *
     * @param fresh whether the database took the time just now, and not at an earlier insert of the event
     * @return the newest time so far if the clock was set back since then, once for each time that this happens; else null
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
