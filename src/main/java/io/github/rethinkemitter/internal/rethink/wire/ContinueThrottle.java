package io.github.rethinkemitter.internal.rethink.wire;

import java.time.Duration;

/**
 * How soon the next part of a sequence may be requested. A busy feed whose parts are requested at once answers with an event or two
 * each time, which costs the database and this side more than the events do. So a few requests may go at once, and many in a row
 * go at a pace, between which events gather. Used by one thread.
 */
final class ContinueThrottle {

    // A feed of single events is not so dense that these are used up before time has given others.
    static final int AT_ONCE = 8;

    // A part with so many rows was worth its request.
    static final int WORTHWHILE = 64;

    private final long step; // nanoseconds, as is the next field
    private long paidUntil; // when every request so far has had its step
    private boolean begun;

    /** @param step the time that each of many requests in a row has; zero when all may go at once */
    ContinueThrottle(Duration step) {
        this.step = step.toNanos();
    }

    long nanosUntilNext(long now) {
        return begun ? Math.max(0, paidUntil - now - (AT_ONCE - 1) * step) : 0;
    }

    void requested(long now) {
        paidUntil = (begun && paidUntil - now > 0 ? paidUntil : now) + step;
        begun = true;
    }

    void received(int rows) {
        if (rows >= WORTHWHILE) {
            begun = false;
        }
    }
}
