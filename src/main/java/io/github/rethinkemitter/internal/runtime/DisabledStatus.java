package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.StoredStatus;

/** The status of a channel that is switched off. */
record DisabledStatus(String channel, String option) implements EmitterStatus {

    @Override
    public ChannelStatus now() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredStatus stored() {
        throw new UnsupportedOperationException();
    }
}
