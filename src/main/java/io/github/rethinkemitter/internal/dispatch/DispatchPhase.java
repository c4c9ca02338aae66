package io.github.rethinkemitter.internal.dispatch;

/** From the start of a dispatcher to its stop. */
enum DispatchPhase {
    /** Takes events. */
    OPEN,
    /** Takes no more events, and handles those it has. */
    DRAINING,
    /** Calls no observer. Events that are not handled yet are delivered again after the next start. */
    STOPPED
}
