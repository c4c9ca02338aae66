package io.github.rethinkemitter.support.proxy;

import java.time.Duration;

/** The faults of all connections of a {@link Proxy}. */
final class ProxyFaults {

    private volatile boolean bytesDropped;
    private volatile Duration delay = Duration.ZERO;

    void dropBytes(boolean drop) {
        bytesDropped = drop;
    }

    boolean areBytesDropped() {
        return bytesDropped;
    }

    void delay(Duration time) {
        delay = time;
    }

    Duration delay() {
        return delay;
    }
}
