package io.github.rethinkemitter.internal.dispatch;

import java.util.concurrent.TimeUnit;

/** Lets one message a second through, and counts the rest. Safe for use by many threads. */
final class Repetitions {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private boolean any;
    private long last; // when one was let through; means something when there was any
    private int rest;

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
