package io.github.rethinkemitter;

/** What is to become of an event that was stored for an observer that failed on it. */
public enum ParkedState {
    /** The observer is called with it again when it is due. */
    WAITING,
    /** All attempts have failed. It stays until somebody redrives or discards it. */
    PARKED,
    /** An earlier event of the same key is stored for the observer, which gets this one after that. */
    HELD,
    /** A server is about to call the observer with it, or does so now. */
    REDRIVING,
    /** The observer has handled it in the end. Deleted after {@code parked.keep}. */
    HANDLED,
    /** Somebody has decided that the observer does not get it. Deleted after {@code parked.keep}. */
    DISCARDED
}
