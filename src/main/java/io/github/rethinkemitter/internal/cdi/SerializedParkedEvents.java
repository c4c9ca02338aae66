package io.github.rethinkemitter.internal.cdi;

import java.io.InvalidObjectException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The serialized form of injected parked events. Those of the application that reads it take its place.
 *
 * @param by in whose name they are changed; null for that of the server
 */
record SerializedParkedEvents(String channel, @Nullable String by) implements Serializable {

    private static final long serialVersionUID = 1L;

    private Object readResolve() throws InvalidObjectException {
        var parked = SerializedEmitter.host("a ParkedEvents", channel).parked(channel);
        return by == null ? parked : parked.by(by);
    }
}
