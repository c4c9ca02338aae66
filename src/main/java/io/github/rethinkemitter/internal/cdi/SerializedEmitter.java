package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.flow.ChannelName;
import jakarta.enterprise.inject.spi.CDI;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The serialized form of an injected emitter. The emitter of the application that reads it takes its place.
 *
 * @param key null for none
 */
record SerializedEmitter(
        String channel,
        LinkedHashMap<String, String> headers,
        @Nullable String key) implements Serializable {

    private static final long serialVersionUID = 1L;

    SerializedEmitter withHeaders(LinkedHashMap<String, String> all) {
        return new SerializedEmitter(channel, all, key);
    }

    SerializedEmitter withKey(String other) {
        return new SerializedEmitter(channel, headers, other);
    }

    private Object readResolve() throws InvalidObjectException {
        var emitter = host("an emitter", channel).emitter(channel);
        var withHeaders = headers.isEmpty() ? emitter : emitter.withHeaders(headers);
        return key == null ? withHeaders : withHeaders.withKey(key);
    }

    /** The application that reads what was serialized. */
    static EmitterHost host(String what, String channel) throws InvalidObjectException {
        try {
            return CDI.current().select(EmitterHost.class).get();
        } catch (RuntimeException e) { // each container throws another exception where there is none
            var refusal = new InvalidObjectException("RTH0528 " + what + " of " + new ChannelName(channel)
                    + " is read where no application with the library runs, so that there is none to take its place."
                    + " Read it in the application, or make the field transient and inject it anew");
            refusal.initCause(e);
            throw refusal;
        }
    }
}
