package io.github.rethinkemitter.internal.dispatch;

/** How far the dispatch of a channel is. */
enum DispatchPhase {
    /** Takes events. */
    OPEN,
    /** Takes no more, and handles those it has. */
    DRAINING,
    /** Calls nobody. What is left stays unhandled and is delivered after the next start. */
    STOPPED
}
