package io.github.rethinkemitter.internal.flow;

/** Learns what became of the events of a replay, once for each in any order. Safe for use by many threads; returns quickly. */
public interface ReplayListener {

    /** The observer has returned. */
    void handled(StoredEvent event);

    /** The observer has failed for the last time. */
    void failed(StoredEvent event);

    /** The observer was not called, or could not be. */
    void notGiven(StoredEvent event);

    /** Whether the observer is not to be called any more. Stays so. */
    boolean isCancelled();
}
