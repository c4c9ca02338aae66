package io.github.rethinkemitter.internal.dispatch;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of an observer's calls, for the channel's status. */
final class ObserverCounts {

    final LongAdder calls = new LongAdder(); // an asynchronous observer is called by many threads at a time
    final AtomicLong failures = new AtomicLong();
    final AtomicLong parked = new AtomicLong();
}
