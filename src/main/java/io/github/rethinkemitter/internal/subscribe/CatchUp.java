package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.subscribe.OrderedOutput.Arrival;
import io.github.rethinkemitter.internal.subscribe.SubscriberPhase.Behind;
import io.github.rethinkemitter.internal.subscribe.SubscriberPhase.ReadingBacklog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what a feed brings until the database confirms the subscription: stored events, and live ones among them. Then
 * hands out first the stored events, then the live ones.
 */
final class CatchUp {

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final SubscribeSettings settings;
    private final StoredEventFilter filter;
    private final OrderedOutput output;
    private final SubscriptionProgress progress;
    private final MalformedDocuments malformed;

    CatchUp(
            SubscribeSettings settings,
            StoredEventFilter filter,
            OrderedOutput output,
            SubscriptionProgress progress,
            MalformedDocuments malformed) {
        this.settings = settings;
        this.filter = filter;
        this.output = output;
        this.progress = progress;
        this.malformed = malformed;
    }

    /** What became of a catch-up. */
    sealed interface Outcome {

        /** All stored events were handed out, and the feed brings live ones. */
        record CaughtUp() implements Outcome {}

        /** All stored events were handed out, but the feed dropped live ones meanwhile. */
        record LiveEventsDropped(FollowEnd.Overflow end) implements Outcome {}

        /** More came than may be held. */
        record TooManyEvents() implements Outcome {}

        /** The feed ended before the database confirmed the subscription. */
        record FeedEnded(FollowEnd end) implements Outcome {}
    }

    /** @param readFrom stored events from this time on come by the feed */
    Outcome run(Feed feed, TableReader reader, Instant readFrom, Behind phase)
            throws IOException, InterruptedException {
        CatchUpBuffer held = buffer(phase);
        FollowEnd.Overflow overflow = null;
        for (FeedItem item = feed.poll(IDLE); !(item instanceof FeedItem.Ready); item = feed.poll(IDLE)) {
            FollowEnd end = held.take(item) ? null : endBy(item);
            if (item instanceof FeedItem.Overflowed && end instanceof FollowEnd.Overflow dropped) {
                // The stored events still come. To begin again without them could go on like this for ever.
                overflow = dropped;
            } else if (end != null) {
                return new Outcome.FeedEnded(end);
            }
            if (phase instanceof ReadingBacklog) {
                // Few events are left after a backlog, so their order is restored like that of live events.
                if (held.isFull()) {
                    handOut(held, reader, readFrom, phase.rules());
                }
            } else if (held.isOverfull()) {
                return new Outcome.TooManyEvents();
            }
        }
        progress.recordStart();
        handOut(held, reader, readFrom, phase.rules());
        output.allStoredEventsAccepted();
        return overflow == null ? new Outcome.CaughtUp() : new Outcome.LiveEventsDropped(overflow);
    }

    private CatchUpBuffer buffer(Behind phase) {
        var stored =
                new SliceBuffer(event -> filter.wants(event, phase.rules().start()), BufferLimit.forFeed(settings));
        return new CatchUpBuffer(
                phase instanceof ReadingBacklog ? stored.keepingAll() : stored, BufferLimit.forLive(settings));
    }

    private @Nullable FollowEnd endBy(@Nullable FeedItem item) {
        malformed.report(item);
        return FollowEnd.of(item);
    }

    private void handOut(CatchUpBuffer held, TableReader reader, Instant readFrom, CatchUpRules rules)
            throws IOException, InterruptedException {
        output.restartWaits();
        output.accept(held.takeStored(), rules.arrival(progress));
        output.accept(held.takeLive(), Arrival.LIVE);
        output.handOutAndLookUp(reader, rules.arrival(progress), readFrom);
        progress.writeIfDue();
    }
}
