package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.StoredEvent;

/** Reports that a newer version of this library stores events that this one cannot read: once, since there may be many. */
final class LaterVersions {

    private final ChannelListener listener;
    private boolean reported;

    LaterVersions(ChannelListener listener) {
        this.listener = listener;
    }

    /** @param event of a later version */
    void report(StoredEvent event) {
        if (!reported) {
            reported = true;
            listener.error(ChannelListener.Phase.SUBSCRIBE, new EmitterException(Log.laterVersion(event), null));
        }
    }
}
