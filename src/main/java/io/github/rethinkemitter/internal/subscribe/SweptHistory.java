package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Session;
import java.io.IOException;
import java.time.Instant;

/** Reports events that were deleted while this server did not follow the table, once for each deletion. */
final class SweptHistory {

    private final ChannelListener listener;
    private Instant reported = Instant.MIN;

    SweptHistory(ChannelListener listener) {
        this.listener = listener;
    }

    /** @param proven all events that are older than this were read */
    void check(Session session, Instant proven) throws IOException {
        Instant swept = session.sweptUpTo();
        if (!swept.isAfter(proven) || !swept.isAfter(reported)) {
            return;
        }
        reported = swept;
        String cause =
                "events older than " + swept + " were deleted while this server did not follow the table, which it"
                        + " has read up to " + proven
                        + ". Those that came between are lost for it, if there were any; let events"
                        + " stay longer by a longer rethink.emitter.retention or rethink.emitter.ephemeral-grace";
        Log.missed(cause);
        listener.missed(0, proven, swept, cause);
    }
}
