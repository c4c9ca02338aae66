package io.github.rethinkemitter.faults;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** What the publishers of one run triggered, and what became of it. Thread-safe. */
final class PublishedEvents {

    private final EventSet triggered = new EventSet();
    private final EventSet acknowledged = new EventSet();
    private final EventSet orphans = new EventSet();
    private final EventSet dropped = new EventSet();
    private final Queue<Throwable> refusals = new ConcurrentLinkedQueue<>();
    private final ReadWriteLock going = new ReentrantReadWriteLock(true);

    void triggered(int publisher, int number) {
        triggered.add(publisher, number);
    }

    void acknowledged(int publisher, int number) {
        acknowledged.add(publisher, number);
    }

    void refused(Throwable problem) {
        refusals.add(problem);
    }

    /** The publisher stopped before the event was stored, and was told so. */
    void dropped(int publisher, int number) {
        dropped.add(publisher, number);
    }

    /** The publisher's process is dead: what has no outcome will have none. */
    void died(int publisher) {
        orphans.addAll(triggered.without(acknowledged).of(publisher));
    }

    EventSet triggered() {
        return triggered;
    }

    EventSet acknowledged() {
        return acknowledged;
    }

    /** Why events were not stored, one entry for each of them. */
    Queue<Throwable> refusals() {
        return refusals;
    }

    boolean isSettled() {
        return acknowledged.count() + dropped.count() + orphans.count() + refusals.size() == triggered.count();
    }

    /** Held by publishers around each trigger. */
    Lock trigger() {
        return going.readLock();
    }

    /** Held by who wants no trigger meanwhile. */
    Lock quiet() {
        return going.writeLock();
    }
}
