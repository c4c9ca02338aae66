package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Excerpt;
import io.github.rethinkemitter.internal.flow.FeedItem;
import java.time.Duration;

/** Reports documents that are no events: the first at once, then at most one in a minute, with the number of others. */
final class MalformedDocuments {

    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    private final ChannelListener signals;
    private long reportedAt;
    private long unreported;
    private boolean any;

    MalformedDocuments(ChannelListener signals) {
        this.signals = signals;
    }

    void report(FeedItem.Malformed document, long now) {
        if (any && now - reportedAt < INTERVAL) {
            unreported++;
            return;
        }
        String others = unreported == 0 ? "" : " (and " + unreported + " others since the last report)";
        any = true;
        reportedAt = now;
        unreported = 0;
        signals.error(
                ChannelListener.Phase.SUBSCRIBE,
                new EmitterException(
                        "RTH0306 document \"" + new Excerpt(document.id()) + "\" in the table is no event: "
                                + document.problem() + others
                                + ". It is passed over; delete it, or keep other data out of the table",
                        null));
    }
}
