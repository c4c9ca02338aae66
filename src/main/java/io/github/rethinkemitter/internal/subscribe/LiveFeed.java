package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.subscribe.OrderedOutput.Arrival;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Hands out what a feed brings after the catch-up. */
final class LiveFeed {

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final OrderedOutput output;
    private final SubscriptionProgress progress;
    private final MalformedDocuments malformed;

    LiveFeed(OrderedOutput output, SubscriptionProgress progress, MalformedDocuments malformed) {
        this.output = output;
        this.progress = progress;
        this.malformed = malformed;
    }

    /** Follows until the feed ends. */
    FollowEnd follow(Feed feed, TableReader reader) throws IOException, InterruptedException {
        while (true) {
            FollowEnd end = takeAvailable(feed);
            if (end != null) {
                output.handOut();
                return end;
            }
            output.handOutAndLookUp(reader, Arrival.LIVE, Instant.MAX);
            output.allStoredEventsAccepted();
            progress.writeIfDue();
        }
    }

    // Waits for an item; items that come together are handed out together.
    private @Nullable FollowEnd takeAvailable(Feed feed) throws InterruptedException {
        for (FeedItem item = feed.poll(untilSomethingIsDue()); item != null; item = feed.next()) {
            FollowEnd end = take(item);
            if (end != null) {
                return end;
            }
        }
        return null;
    }

    private Duration untilSomethingIsDue() {
        long nanos = Math.min(output.nanosUntilLookup(), progress.nanosUntilWrite());
        return Duration.ofNanos(Math.min(nanos, IDLE.toNanos()));
    }

    /** Takes the proof that comes next, without waiting, from a feed that is not followed further. */
    void takeProof(Feed feed) throws InterruptedException {
        FeedItem proof = feed.poll(Duration.ZERO);
        if (proof != null) {
            take(proof);
        }
    }

    private @Nullable FollowEnd take(FeedItem item) {
        if (item instanceof FeedItem.Live live) {
            output.accept(live.event(), Arrival.LIVE);
        } else if (item instanceof FeedItem.Initial initial) {
            output.accept(initial.event(), Arrival.LIVE);
        } else if (item instanceof FeedItem.Proven proof) {
            progress.proven(proof);
        } else {
            malformed.report(item);
            return FollowEnd.of(item);
        }
        return null;
    }
}
