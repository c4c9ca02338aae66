package io.github.rethinkemitter.internal.dispatch;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lets one message a second be logged, and counts those that it holds back. Also remembers the last few failures that
 * were logged with their stack traces. Safe for use by many threads.
 */
final class LogThrottle {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final int REMEMBERED = 16;
    private static final int MAX_CAUSES = 8; // causes may form a circle

    private final Set<String> traced = new LinkedHashSet<>();
    private boolean letAnyThrough;
    private long lastLetThrough; // in nanoseconds; undefined before the first
    private int heldBack;

    /** Whether a failure like this one has not been logged yet, or many others were logged since. */
    synchronized boolean isNew(Throwable failure) {
        var kind = kind(failure, 0);
        boolean known = traced.remove(kind);
        traced.add(kind); // as the newest
        if (traced.size() > REMEMBERED) {
            traced.remove(traced.iterator().next());
        }
        return !known;
    }

    // Where a failure was thrown, and the same of its causes. Messages differ from event to event.
    private static String kind(Throwable failure, int depth) {
        var trace = failure.getStackTrace();
        var own = failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
        var cause = failure.getCause();
        return cause == null || depth == MAX_CAUSES ? own : own + ", " + kind(cause, depth + 1);
    }

    /** How many messages were held back since the last one; negative when this one is held back as well. */
    synchronized int letThrough(long now) {
        if (letAnyThrough && now - lastLetThrough < SECOND) {
            heldBack++;
            return -1;
        }
        letAnyThrough = true;
        return release(now);
    }

    /** How many messages were held back, once a second has passed since the last one; 0 for none. */
    synchronized int overdue(long now) {
        return heldBack == 0 || now - lastLetThrough < SECOND ? 0 : release(now);
    }

    private int release(long now) {
        lastLetThrough = now;
        int released = heldBack;
        heldBack = 0;
        return released;
    }
}
