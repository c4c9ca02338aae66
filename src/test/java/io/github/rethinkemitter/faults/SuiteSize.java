package io.github.rethinkemitter.faults;

import java.time.Duration;

/** How much the suite does: with {@code -Dfaults=full} what an outage is in reality, else as little as shows it. */
enum SuiteSize {
    SMALL,
    FULL;

    static SuiteSize current() {
        return "full".equals(System.getProperty("faults")) ? FULL : SMALL;
    }

    static int of(int small, int full) {
        return current() == FULL ? full : small;
    }

    static Duration seconds(double small, double full) {
        return Duration.ofMillis((long) (1000 * (current() == FULL ? full : small)));
    }
}
