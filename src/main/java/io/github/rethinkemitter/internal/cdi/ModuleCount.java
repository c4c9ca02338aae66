package io.github.rethinkemitter.internal.cdi;

/**
 * Counts the modules of an enterprise archive that have started and ended. They share the channels, which end with the last
 * module.
 */
final class ModuleCount {

    private int begun; // guarded by this, as is the next
    private int ended;

    synchronized void begun() {
        begun++;
    }

    /** Notes that a module has ended. Returns whether it was the last one, as is one whose start the container did not report. */
    synchronized boolean lastHasEnded() {
        ended++;
        return ended >= begun;
    }
}
