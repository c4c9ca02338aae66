package io.github.rethinkemitter.embedded;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is wrong with the lines to the clients at the moment; nothing unless a test says so. */
final class LineFaults {
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

    /** Nothing waits any more: the server ends. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Returns at once unless the server is frozen, then when it is thawed. */
    synchronized void awaitThaw() throws InterruptedException {
        while (frozen && !closed) {
            wait();
        }
    }

    void refuse(boolean now) {
        refusing = now;
    }

    boolean refusing() {
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
