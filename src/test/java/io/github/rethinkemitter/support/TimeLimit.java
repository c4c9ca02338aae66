package io.github.rethinkemitter.support;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** A point in time after which nobody waits any longer. */
public record TimeLimit(long nanos) {

    /** The deadline so far from now. */
    public static TimeLimit in(Duration time) {
        return new TimeLimit(System.nanoTime() + time.toNanos());
    }

    /** What is left in a form that a socket takes as its timeout; never 0, which would mean for ever. */
    public int millisLeft() throws SocketTimeoutException {
        long left = (nanos - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("deadline passed");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
