package io.github.rethinkemitter.internal.rethink.wire;

import java.time.Duration;

/**
 * How soon the next part of a sequence may be asked for. A busy feed that is asked on at once answers with an event or two
 * each time, which costs the database and this side more than the events do. So a few questions go at once, and many in a
 * row at a pace, between which events gather. Used by one thread at a time.
 */
public final class ContinueThrottle {

    // No feed of lone events is so dense that these are used up before there are others.
    static final int AT_ONCE = 8;

    // A part with so many rows was worth its question.
    static final int WORTHWHILE = 64;

    private final long step; // nanoseconds, as the next
    private long evenAt; // when all of the questions so far have had their time
    private boolean begun;

    /** @param step the time that questions in a row have each; zero when all may go at once */
    public ContinueThrottle(Duration step) {
        this.step = step.toNanos();
    }

    long nanosUntilNext(long now) {
        return begun ? Math.max(0, evenAt - now - (AT_ONCE - 1) * step) : 0;
    }

    void asked(long now) {
        evenAt = (begun && evenAt - now > 0 ? evenAt : now) + step;
        begun = true;
    }

    void answered(int rows) {
        if (rows >= WORTHWHILE) {
            begun = false;
        }
    }
}
