package io.github.rethinkemitter.internal.flow;

/**
 * An event that is next in order.
 *
 * @param redelivered whether observers may have been given it before
 * @param replayed whether it was read from the stored timeline rather than live
 * @param redriven whether it was parked, and somebody has redriven it
 */
public record Delivery(StoredEvent event, boolean redelivered, boolean replayed, boolean redriven) {

    /** An event that nobody has redriven. */
    public Delivery(StoredEvent event, boolean redelivered, boolean replayed) {
        this(event, redelivered, replayed, false);
    }

    /** The same event for observers that were given it before. */
    public Delivery givenAgain() {
        return new Delivery(event, true, replayed, redriven);
    }
}
