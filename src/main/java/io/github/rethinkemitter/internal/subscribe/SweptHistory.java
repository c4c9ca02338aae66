package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Session;
import java.io.IOException;
import java.time.Instant;

/** Tells what was deleted while a server did not follow the table, once for each time that something was. */
final class SweptHistory {

    private final ChannelListener signals;
    private Instant told = Instant.MIN;

    SweptHistory(ChannelListener signals) {
        this.signals = signals;
    }

    /** @param proven everything older than this was read */
    void check(Session session, Instant proven) throws IOException {
        Instant swept = session.sweptUpTo();
        if (!swept.isAfter(proven) || !swept.isAfter(told)) {
            return;
        }
        told = swept;
        String cause =
                "events older than " + swept + " were deleted while this server did not follow the table, which it"
                        + " has read up to " + proven
                        + ". Those that came between are lost for it, if there were any; let events"
                        + " stay longer by a longer rethink.emitter.retention or rethink.emitter.ephemeral-grace";
        Log.missed(cause);
        signals.missed(0, proven, swept, cause);
    }
}
