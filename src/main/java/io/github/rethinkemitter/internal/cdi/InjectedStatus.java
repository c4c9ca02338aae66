package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.StoredStatus;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/** The status of a channel as beans have it injected. It is serialized with them, as a {@link SerializedChannelBean}. */
final class InjectedStatus implements EmitterStatus, Serializable {

    private static final long serialVersionUID = 1L;

    private final transient EmitterStatus status;
    private final String channel;

    InjectedStatus(EmitterStatus status, String channel) {
        this.status = status;
        this.channel = channel;
    }

    @Override
    public ChannelStatus now() {
        return status.now();
    }

    @Override
    public StoredStatus stored() {
        return status.stored();
    }

    private Object writeReplace() {
        return new SerializedChannelBean(EmitterStatus.class.getName(), channel);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a status is written as a SerializedChannelBean");
    }
}
