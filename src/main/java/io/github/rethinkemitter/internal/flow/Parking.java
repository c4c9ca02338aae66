package io.github.rethinkemitter.internal.flow;

/** Stores events on which observers failed. Safe for use by many threads; returns at once. */
public interface Parking {

    /** The primary key under which an event is stored for an observer. */
    String idOf(String observer, StoredEvent event);

    /**
     * Stores what became of an attempt, as soon and as often as it takes.
     *
     * @param stored run on another thread when the outcome is on the server's disk; returns quickly
     */
    void store(AttemptOutcome outcome, Runnable stored);

    /** An attempt at a stored event was not made, and is left to later or to another process. */
    void giveBack(StoredAttempt attempt);
}
