package io.github.rethinkemitter.internal.rethink.wire;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The moment by which something must be done. */
public record Deadline(long nanoTime) {

    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    public boolean isOver() {
        return remainingNanos() <= 0;
    }

    public long remainingNanos() {
        return nanoTime - System.nanoTime();
    }

    /** At least 1, since a socket takes 0 for no limit. */
    int remainingMillis() throws SocketTimeoutException {
        long nanos = remainingNanos();
        if (nanos <= 0) {
            throw new SocketTimeoutException("time is up");
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    }
}
