package io.github.rethinkemitter.embedded;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The faults of connections and replies that a test has set. Initially there are none. Safe for use by many threads. */
final class ConnectionFaults {
    private final AtomicBoolean loseNextInsertReply = new AtomicBoolean();
    private final AtomicBoolean cutNextReply = new AtomicBoolean();
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean refusing;
    private boolean frozen;
    private boolean closed;

    synchronized void freeze(boolean now) {
        frozen = now;
        notifyAll();
    }

    /** Ends all waits for a thaw, because the server closes. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits while the server is frozen. */
    synchronized void awaitThaw() throws InterruptedException {
        while (frozen && !closed) {
            wait();
        }
    }

    void refuse(boolean now) {
        refusing = now;
    }

    boolean isRefusing() {
        return refusing;
    }

    void delay(Duration time) {
        delay = time;
    }

    Duration delay() {
        return delay;
    }

    void loseNextInsertReply() {
        loseNextInsertReply.set(true);
    }

    boolean takeLostInsertReply() {
        return loseNextInsertReply.compareAndSet(true, false);
    }

    void cutNextReply() {
        cutNextReply.set(true);
    }

    boolean takeCutReply() {
        return cutNextReply.compareAndSet(true, false);
    }
}
