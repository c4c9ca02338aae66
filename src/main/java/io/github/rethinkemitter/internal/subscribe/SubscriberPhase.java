package io.github.rethinkemitter.internal.subscribe;

/**
 * What a subscriber has to do until it is live. A feed that ends before it is ready changes nothing: the next feed has the same
 * to do. A feed that became ready but dropped live events leads to CatchingUp, since they are stored events for the next feed.
 *
 * <pre>
 * Starting ──begin──▶ CatchingUp ────────────────ready────────────────▶ Live
 *                      ▲      │                                         ▲ │
 *                      │      └──too many events──▶ ReadingBacklog─ready┘ │
 *                      └─────────────────the feed ended───────────────────┘
 * </pre>
 */
sealed interface SubscriberPhase {

    /** The start position is not known yet. */
    record Starting() implements SubscriberPhase {}

    /** Some stored events have not been handed out. */
    sealed interface Behind extends SubscriberPhase {

        CatchUpRules rules();
    }

    /** The next feed brings all of the stored events that have not been handed out. */
    record CatchingUp(CatchUpRules rules) implements Behind {}

    /**
     * More events are stored than one feed may bring. They are read in slices before the next feed is opened, and that feed
     * brings the few that were stored meanwhile.
     */
    record ReadingBacklog(CatchUpRules rules) implements Behind {}

    /** All stored events were handed out, and the feed brings live ones. */
    record Live() implements SubscriberPhase {}
}
