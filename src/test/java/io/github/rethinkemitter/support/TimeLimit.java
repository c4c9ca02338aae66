package io.github.rethinkemitter.support;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** A time at which waiting ends. Sockets need it: Awaitility cannot interrupt a read. */
public record TimeLimit(long nanos) {

    /** A limit that is reached when this time has passed. */
    public static TimeLimit in(Duration time) {
        return new TimeLimit(System.nanoTime() + time.toNanos());
    }

    /** The time left, as the timeout of a socket. It is never 0, because a socket with that timeout waits for ever. */
    public int millisLeft() throws SocketTimeoutException {
        long left = (nanos - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("the time limit is reached");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
