package io.github.rethinkemitter.internal.flow;

/**
 * An event that was read from the table to be given to an observer once more.
 *
 * @param observer the observer's name
 * @param listener the replay that it belongs to
 */
public record ReplayedEvent(String observer, StoredEvent event, ReplayListener listener) implements SingleDelivery {

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Delivery delivery() {
        return new Delivery(event, true, true);
    }
}
