package io.github.rethinkemitter.support.proxy;

import java.time.Duration;

/** The faults that hold for all connections of a {@link Proxy}. */
final class ProxyFaults {

    private volatile boolean swallow;
    private volatile Duration delay = Duration.ZERO;

    void swallow(boolean on) {
        swallow = on;
    }

    boolean swallows() {
        return swallow;
    }

    void delay(Duration time) {
        delay = time;
    }

    Duration delay() {
        return delay;
    }
}
