package io.github.rethinkemitter;

/** Why an event was stored for an observer. */
public enum ParkedReason {
    /** The observer has failed on it as often as {@code max-attempts} allows, or is still being tried. */
    FAILED,
    /** The observer failed in a way that another attempt would not change: see {@link OnFailure#parkOn}. */
    FINAL,
    /** The process has ended as often as {@code max-attempts} allows while the observer was called with it. */
    CRASH,
    /** An earlier event of the same key is stored for the observer. */
    ORDER
}
