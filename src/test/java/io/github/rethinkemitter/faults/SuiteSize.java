package io.github.rethinkemitter.faults;

import java.time.Duration;
import java.util.Locale;

/** How much of the fault suite runs: the value of {@code -Dfaults}. */
enum SuiteSize {
    /** Short faults of the embedded server. */
    EMBEDDED,
    /** Short faults of the embedded server, of a real one and of a cluster. */
    ALL,
    /** The faults of {@link #ALL}, as long and with as many events as in reality. */
    FULL;

    static SuiteSize current() {
        return valueOf(System.getProperty("faults", "embedded").toUpperCase(Locale.ROOT));
    }

    static boolean hasRealServers() {
        return current() != EMBEDDED;
    }

    static int of(int small, int full) {
        return current() == FULL ? full : small;
    }

    static Duration seconds(double small, double full) {
        return Duration.ofMillis((long) (1000 * (current() == FULL ? full : small)));
    }
}
