package io.github.rethinkemitter.faults;

import java.time.Duration;

/** How long faults are and how many events there are: realistic with {@code -Dfaults=full}, and otherwise small. */
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
