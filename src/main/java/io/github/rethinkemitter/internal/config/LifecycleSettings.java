package io.github.rethinkemitter.internal.config;

import java.time.Duration;

/**
 * How a channel starts and stops.
 *
 * @param enabled whether the channel runs at all; when not, triggering fails and nothing is observed
 * @param startupTimeout for {@link Startup#WAIT} and {@link Startup#REQUIRE}
 * @param stopTimeout how long a stop waits for queued events to be stored and observers to return
 * @param health whether the server's health checks depend on the channel
 */
public record LifecycleSettings(
        boolean enabled, Startup startup, Duration startupTimeout, Duration stopTimeout, boolean health) {

    /** Whether the application's start waits for the database. */
    public enum Startup {
        /** It does not. */
        BACKGROUND,
        /** It waits, and goes on without the database when the time is up. */
        WAIT,
        /** It waits, and fails when the time is up. */
        REQUIRE
    }
}
