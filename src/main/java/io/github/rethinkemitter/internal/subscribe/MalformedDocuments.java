package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Excerpt;
import io.github.rethinkemitter.internal.flow.FeedItem;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reports documents that are not events: the first at once, then at most one a minute with the number of the others. */
final class MalformedDocuments {

    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    private final ChannelListener listener;
    private final LongSupplier nanoTime;
    private long reportedAt;
    private long unreported;
    private boolean reportedBefore;

    MalformedDocuments(ChannelListener listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /** Reports the item if it is such a document. */
    void report(@Nullable FeedItem item) {
        if (!(item instanceof FeedItem.Malformed document)) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (reportedBefore && now - reportedAt < INTERVAL) {
            unreported++;
            return;
        }
        String others = unreported == 0 ? "" : " (and " + unreported + " others since the last report)";
        reportedBefore = true;
        reportedAt = now;
        unreported = 0;
        listener.error(
                ChannelListener.Phase.SUBSCRIBE,
                new EmitterException(
                        "RTH0306 document \"" + new Excerpt(document.id()) + "\" in the table is no event: "
                                + document.problem() + others
                                + ". It is skipped; delete it, or keep other data out of the table",
                        null));
    }
}
