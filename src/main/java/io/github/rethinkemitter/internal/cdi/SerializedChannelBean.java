package io.github.rethinkemitter.internal.cdi;

import java.io.InvalidObjectException;
import java.io.Serializable;

/** The serialized form of what is injected of a channel and has no state of its own. That of the application that reads it takes its place. */
record SerializedChannelBean(String type, String channel) implements Serializable {

    private static final long serialVersionUID = 1L;

    private Object readResolve() throws InvalidObjectException {
        var bean = ChannelBean.named(type)
                .orElseThrow(() -> new InvalidObjectException("RTH0528 there is no " + type
                        + " in this application. Read it with the version of the library that has written it"));
        return bean.make(SerializedEmitter.host("the " + bean.type().getSimpleName(), channel), channel);
    }
}
