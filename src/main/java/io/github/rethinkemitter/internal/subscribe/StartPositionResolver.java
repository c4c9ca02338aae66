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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out where a subscription begins: at its lasting position, or where the settings say. */
final class StartPositionResolver {

    private final PositionSettings settings;
    private final Duration overlap;
    private final @Nullable Subscription subscription;
    private final ChannelListener listener;
    private boolean lossReported; // lost history is found again at every attempt

    /** @param subscription null when the position ends with the process */
    StartPositionResolver(SubscribeSettings settings, @Nullable Subscription subscription, ChannelListener listener) {
        this.settings = settings.position();
        this.overlap = settings.resumeOverlap();
        this.subscription = subscription;
        this.listener = listener;
    }

    /**
     * Where a subscription begins.
     *
     * @param position events from here on are read
     * @param start when the subscription itself began, which may be in an earlier process
     * @param bookmark which events an earlier process handled; null when the subscription does not continue from one
     * @param rules of the first catch-up
     * @param now the database's time
     */
    record StartPosition(
            Instant position, Instant start, @Nullable Bookmark bookmark, CatchUpRules rules, Instant now) {}

    StartPosition resolve(Session session) throws IOException, InterruptedException {
        Instant now = session.now();
        if (subscription == null) {
            return fromSettings(now);
        }
        PositionClaim claim = session.claim(subscription);
        var bookmark = claim.bookmark();
        if (bookmark != null) {
            boolean eventsDeleted = claim.sweptUpTo().isAfter(bookmark.position());
            return eventsDeleted ? historyLost(bookmark, claim.sweptUpTo(), now) : resumed(bookmark, now);
        }
        StartPosition first = fromSettings(now);
        // Before anything is observed: a process that dies at once must not begin again at a later time.
        PositionWriter.requireSaved(session.save(subscription, nothingHandled(first.start()), true), subscription);
        return first;
    }

    private Bookmark nothingHandled(Instant start) {
        return new Bookmark(
                start, SubscriptionProgress.before(start, overlap), start, false, Map.of(), List.of(), false, 0);
    }

    private StartPosition fromSettings(Instant now) {
        StartPoint configured = settings.start();
        if (configured instanceof StartPoint.Earliest) {
            return new StartPosition(
                    Instant.EPOCH, Instant.EPOCH, null, CatchUpRules.first(SubscriptionStart.NONE, true), now);
        }
        Instant time = configured instanceof StartPoint.At at && at.time().isBefore(now) ? at.time() : now;
        Instant start = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
        return from(start, start.isBefore(now), now);
    }

    private static StartPosition from(Instant start, boolean reportsCatchUp, Instant now) {
        return new StartPosition(
                start, start, null, CatchUpRules.first(new SubscriptionStart(start, true), reportsCatchUp), now);
    }

    private StartPosition resumed(Bookmark bookmark, Instant now) {
        Log.resumed(String.valueOf(settings.subscriber()), bookmark.position());
        // Once the publishers at the start are recorded, an event that the record does not have was committed later.
        SubscriptionStart start = bookmark.startRecorded()
                ? SubscriptionStart.NONE
                : new SubscriptionStart(bookmark.start(), bookmark.marks().isEmpty());
        return new StartPosition(bookmark.position(), bookmark.start(), bookmark, CatchUpRules.first(start, true), now);
    }

    private StartPosition historyLost(Bookmark bookmark, Instant swept, Instant now) throws IOException {
        String what = "the position of subscriber \"" + settings.subscriber() + "\" is of " + bookmark.position()
                + ", but events older than " + swept + " were deleted meanwhile";
        reportLoss(what, bookmark.position(), swept);
        return switch (settings.onHistoryLost()) {
            case EARLIEST -> resumed(bookmark, now);
            case LATEST -> from(now, false, now);
            case FAIL ->
                throw new HistoryLostException("RTH0312 " + what + ". Nothing is observed until somebody decides: set"
                        + " rethink.emitter.on-history-lost to earliest or latest, or delete the position");
        };
    }

    private void reportLoss(String what, Instant position, Instant swept) {
        if (!lossReported) {
            lossReported = true;
            String cause = what + ". It continues by on-history-lost; let events stay longer by a longer"
                    + " rethink.emitter.retention, or without retention-hard";
            Log.missed(cause);
            listener.missed(0, position, swept, cause);
        }
    }
}
