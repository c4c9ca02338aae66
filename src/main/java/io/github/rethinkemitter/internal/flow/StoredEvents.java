package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.EmitterException;
import java.util.Iterator;

/**
 * Stored events in the order in which a query of the timeline wants them. They are read while they are used. Used by one thread, but
 * closed by any.
 *
 * <p>{@link #hasNext} and {@link #next} wait for the database, and throw an {@link EmitterException} when it cannot be asked.
 */
public interface StoredEvents extends Iterator<StoredEvent>, AutoCloseable {

    @Override
    void close();
}
