package io.github.rethinkemitter.internal.flow;

/** Learns what became of the events that were handed to observers. Safe for use by many threads; returns quickly. */
public interface DeliveryListener {

    /** All observers of the event have returned, or failed for the last time. Called once for an event, in any order. */
    void handled(StoredEvent event);

    /**
     * An observer did not get the event and will not get it from this process, because an earlier call of it does not
     * return. The event must be delivered again after a restart.
     */
    void leftUnhandled(StoredEvent event);
}
