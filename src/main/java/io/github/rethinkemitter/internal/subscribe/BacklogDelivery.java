package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.subscribe.Backlog.Slice;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Hands out a backlog slice by slice, and moves the position behind the events that were handed out. */
final class BacklogDelivery {

    private static final int PART = 128;

    private final SubscribeSettings settings;
    private final StoredEventFilter filter;
    private final OrderedOutput output;
    private final SubscriptionProgress progress;

    BacklogDelivery(
            SubscribeSettings settings, StoredEventFilter filter, OrderedOutput output, SubscriptionProgress progress) {
        this.settings = settings;
        this.filter = filter;
        this.output = output;
        this.progress = progress;
    }

    /** Hands out the stored events from a time on, and returns the time from which on a feed must bring the rest. */
    Instant handOut(TableReader reader, Instant from, CatchUpRules rules) throws IOException, InterruptedException {
        Log.readInSlices(settings.bufferSize());
        try (var backlog = new Backlog(reader, from, () -> buffer(rules), settings.resumeOverlap())) {
            Instant readFrom = from;
            for (Slice slice = backlog.next(); slice != null; slice = backlog.next()) {
                handOut(slice, backlog, reader, readFrom, rules);
                readFrom = slice.end();
            }
            return progress.overlapBefore(backlog.completeBefore());
        }
    }

    private SliceBuffer buffer(CatchUpRules rules) {
        return new SliceBuffer(event -> filter.wants(event, rules.start()), BufferLimit.forSlice(settings));
    }

    // In parts: between two of them the next slice is read on and the position is written, and few events wait behind
    // holes.
    private void handOut(Slice slice, Backlog backlog, TableReader reader, Instant readFrom, CatchUpRules rules)
            throws IOException, InterruptedException {
        int partSize = Math.min(PART, settings.bufferSize());
        List<StoredEvent> rest = slice.events();
        output.restartWaits();
        do {
            List<StoredEvent> part = rest.subList(0, Math.min(rest.size(), partSize));
            rest = rest.subList(part.size(), rest.size());
            output.accept(part, rules.arrival(progress));
            output.handOutAndLookUp(reader, rules.arrival(progress), readFrom);
            progress.storedEventsRead(slice.completeBefore(
                    rest.isEmpty() ? slice.end() : rest.get(0).ts()));
            progress.writeIfDue();
            backlog.readOn();
        } while (!rest.isEmpty());
    }
}
