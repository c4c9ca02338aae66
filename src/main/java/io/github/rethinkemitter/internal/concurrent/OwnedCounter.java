package io.github.rethinkemitter.internal.concurrent;

import java.util.concurrent.atomic.AtomicLong;

/** A number that one thread at a time changes and any thread reads. To change it costs no more than a plain field does. */
public final class OwnedCounter {

    private final AtomicLong value = new AtomicLong();

    /** Called by one thread at a time. */
    public void add(long more) {
        value.setRelease(value.getPlain() + more);
    }

    /** Called by one thread at a time. */
    public void set(long next) {
        value.setRelease(next);
    }

    public long get() {
        return value.getAcquire();
    }
}
