package io.github.rethinkemitter.internal.flow;

import java.util.Set;

/**
 * An event that is next in order.
 *
 * @param redelivered whether observers may have been given it before
 * @param replayed whether it was read from the stored timeline rather than live
 * @param redriven whether it was parked, and somebody has redriven it
 * @param except the names of observers that do not get it in this way, because it is stored for them
 */
public record Delivery(StoredEvent event, boolean redelivered, boolean replayed, boolean redriven, Set<String> except) {

    /** An event for all observers. */
    public Delivery(StoredEvent event, boolean redelivered, boolean replayed) {
        this(event, redelivered, replayed, false, Set.of());
    }

    /** The same event for observers that were given it before. */
    public Delivery givenAgain() {
        return new Delivery(event, true, replayed, redriven, except);
    }

    /** The same event, but not for these observers. */
    public Delivery without(Set<String> observers) {
        return new Delivery(event, redelivered, replayed, redriven, Set.copyOf(observers));
    }
}
