package io.github.rethinkemitter.internal.dispatch;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lets one message a second through, and counts the rest; and remembers the last few failures that were logged with their
 * stack traces. Safe for use by many threads.
 */
final class LogThrottle {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final int REMEMBERED = 16;
    private static final int MAX_CAUSES = 8; // they may go in a circle

    private final Set<String> traced = new LinkedHashSet<>();
    private boolean any;
    private long last; // when one was let through; means something when there was any
    private int rest;

    /** Whether a failure like this one has not been logged yet, or so long ago that many others were since. */
    synchronized boolean isNew(Throwable failure) {
        var kind = kind(failure, 0);
        boolean known = traced.remove(kind);
        traced.add(kind); // as the last one
        if (traced.size() > REMEMBERED) {
            traced.remove(traced.iterator().next());
        }
        return !known;
    }

    // Where it was thrown, and what caused it. Messages differ from event to event.
    private static String kind(Throwable failure, int depth) {
        var trace = failure.getStackTrace();
        var own = failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
        var cause = failure.getCause();
        return cause == null || depth == MAX_CAUSES ? own : own + ", " + kind(cause, depth + 1);
    }

    /** How many were held back since the last one; negative when this one is held back as well. */
    synchronized int letThrough(long now) {
        if (any && now - last < SECOND) {
            rest++;
            return -1;
        }
        any = true;
        last = now;
        int held = rest;
        rest = 0;
        return held;
    }

    /** How many were held back and have waited for a second; 0 for none. */
    synchronized int overdue(long now) {
        if (rest == 0 || now - last < SECOND) {
            return 0;
        }
        last = now;
        int held = rest;
        rest = 0;
        return held;
    }
}
