package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds out where a subscription begins: at its lasting position, or where the settings say. */
final class StartPositionResolver {

    private final PositionSettings settings;
    private final Duration overlap;
    private final @Nullable Subscription subscription;
    private final ChannelListener signals;
    private boolean told; // that history is lost, which is so at every attempt

    StartPositionResolver(SubscribeSettings settings, String owner, ChannelListener signals) {
        this.settings = settings.beginning();
        this.overlap = settings.resumeOverlap();
        var name = this.settings.subscriber();
        this.subscription = name == null ? null : new Subscription(name, owner);
        this.signals = signals;
    }

    /**
     * Where it begins.
     *
     * @param bookmark what was handled before; null when nothing was
     * @param fromTimeline whether events are wanted that were stored before this process
     */
    record Begun(
            SubscriptionProgress progress,
            SubscriptionStart floor,
            @Nullable Bookmark bookmark,
            boolean fromTimeline) {}

    /** Null when the position ends with the process. */
    @Nullable
    Subscription subscription() {
        return subscription;
    }

    Begun begin(Session session) throws IOException, InterruptedException {
        Instant now = session.now();
        if (subscription == null) {
            return first(now);
        }
        PositionClaim claim = session.claim(subscription);
        var bookmark = claim.bookmark();
        if (bookmark != null) {
            return claim.sweptUpTo().isAfter(bookmark.position())
                    ? lost(bookmark, claim.sweptUpTo(), now)
                    : resumed(bookmark);
        }
        Begun begun = first(now);
        // Before anything is observed: a process that dies at once must not begin anew, at a later time.
        var progress = begun.progress();
        Instant start = progress.start();
        var beginning = progress.handled().at(start, progress.from(overlap), start, false);
        PositionWriter.require(session.save(subscription, beginning, true), subscription);
        progress.handled().written(true);
        return begun;
    }

    private SubscriptionProgress progress(Instant position, Instant start) {
        return SubscriptionProgress.at(position, start, subscription != null);
    }

    private Begun first(Instant now) {
        StartPoint start = settings.start();
        if (start instanceof StartPoint.Earliest) {
            return new Begun(progress(Instant.EPOCH, Instant.EPOCH), SubscriptionStart.NONE, null, true);
        }
        Instant time = start instanceof StartPoint.At at && at.time().isBefore(now) ? at.time() : now;
        Instant since = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
        return new Begun(progress(since, since), new SubscriptionStart(since, true), null, since.isBefore(now));
    }

    private Begun resumed(Bookmark bookmark) {
        Log.resumed(String.valueOf(settings.subscriber()), bookmark.position());
        var progress = progress(bookmark.position(), bookmark.start());
        progress.handled().restore(bookmark);
        return new Begun(
                progress,
                // Once it is recorded what was there, all that is not recorded was committed later.
                bookmark.joined()
                        ? SubscriptionStart.NONE
                        : new SubscriptionStart(
                                bookmark.start(), bookmark.marks().isEmpty()),
                bookmark,
                true);
    }

    private Begun lost(Bookmark bookmark, Instant swept, Instant now) throws IOException {
        String what = "the position of subscriber \"" + settings.subscriber() + "\" is of " + bookmark.position()
                + ", but events older than " + swept + " were deleted meanwhile";
        if (!told) {
            told = true;
            String cause = what + ". It goes on by on-history-lost; let events stay longer by a longer"
                    + " rethink.emitter.retention, or without retention-hard";
            Log.missed(cause);
            signals.missed(0, bookmark.position(), swept, cause);
        }
        return switch (settings.onHistoryLost()) {
            case EARLIEST -> resumed(bookmark);
            case LATEST -> new Begun(progress(now, now), new SubscriptionStart(now, true), null, false);
            case FAIL ->
                throw new HistoryLostException("RTH0312 " + what + ". Nothing is observed until somebody decides: set"
                        + " rethink.emitter.on-history-lost to earliest or latest, or delete the position");
        };
    }
}
