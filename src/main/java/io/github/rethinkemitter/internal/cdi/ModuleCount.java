package io.github.rethinkemitter.internal.cdi;

/**
 * Counts the modules of an enterprise archive by what the container says of the start and the end of each: the channels are
 * theirs together, and end with the last.
 */
final class ModuleCount {

    private int begun; // guarded by this, as is the next
    private int ended;

    synchronized void begun() {
        begun++;
    }

    /** One more has ended. Says whether it was the last, as also one is whose start nobody told. */
    synchronized boolean lastHasEnded() {
        ended++;
        return ended >= begun;
    }
}
