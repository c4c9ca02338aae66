package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.StoredStatus;
import io.github.rethinkemitter.internal.config.ChannelSettings;

/** The status of a channel. */
record StatusOfChannel(ChannelSettings settings) implements EmitterStatus {

    @Override
    public ChannelStatus now() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredStatus stored() {
        throw new UnsupportedOperationException();
    }
}
