package io.github.rethinkemitter.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells failures that the operator has to know of from those that only repeat one. A failure is news when its reason differs
 * from that of the failure before it. Reasons that alternate are news once a minute each.
 */
final class FailureReasons {

    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int REMEMBERED = 16;

    private final InstantSource clock;
    private final Map<String, Instant> reported = new LinkedHashMap<>();
    private @Nullable String last;

    FailureReasons(InstantSource clock) {
        this.clock = clock;
    }

    /** Notes a failure. Says whether it is news. */
    boolean isNews(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        boolean repeated = reason.equals(last);
        last = reason;
        if (repeated || wasJustReported(reason)) {
            return false;
        }
        reported.remove(reason);
        reported.put(reason, clock.instant());
        if (reported.size() > REMEMBERED) {
            reported.remove(reported.keySet().iterator().next());
        }
        return true;
    }

    private boolean wasJustReported(String reason) {
        Instant at = reported.get(reason);
        Instant now = clock.instant();
        // The clock may have been set back meanwhile.
        return at != null && !now.isBefore(at) && now.isBefore(at.plus(QUIET));
    }

    /** The next failure is news, whatever its reason. */
    void forget() {
        reported.clear();
        last = null;
    }
}
