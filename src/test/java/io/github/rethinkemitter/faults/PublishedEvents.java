package io.github.rethinkemitter.faults;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The events that the publishers of a run have triggered, and their outcomes. Thread-safe. */
final class PublishedEvents {

    private final EventSet triggered = new EventSet();
    private final EventSet acknowledged = new EventSet();
    private final EventSet unanswered = new EventSet();
    private final EventSet dropped = new EventSet();
    private final Queue<Throwable> refusals = new ConcurrentLinkedQueue<>();
    private final ReadWriteLock triggering = new ReentrantReadWriteLock(true);

    void addTriggered(int publisher, int number) {
        triggered.add(publisher, number);
    }

    void addAcknowledged(int publisher, int number) {
        acknowledged.add(publisher, number);
    }

    void addRefusal(Throwable problem) {
        refusals.add(problem);
    }

    /** Adds an event that was dropped because its publisher stopped before the event was stored. */
    void addDropped(int publisher, int number) {
        dropped.add(publisher, number);
    }

    /** Adds that the process of a publisher was killed: its events without an outcome will never have one. */
    void addDeath(int publisher) {
        unanswered.addAll(triggered.without(acknowledged).ofPublisher(publisher));
    }

    EventSet triggered() {
        return triggered;
    }

    EventSet acknowledged() {
        return acknowledged;
    }

    /** The exceptions of events that were not stored, one for each event. */
    Queue<Throwable> refusals() {
        return refusals;
    }

    /** Whether every event has its outcome, or will never have one. */
    boolean areAllSettled() {
        return acknowledged.count() + dropped.count() + unanswered.count() + refusals.size() == triggered.count();
    }

    /** Publishers hold this lock while they trigger an event. */
    Lock triggerLock() {
        return triggering.readLock();
    }

    /** Publishers trigger no events while this lock is held. */
    Lock pauseLock() {
        return triggering.writeLock();
    }
}
