package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.PendingAnswer;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Puts events into the order of their publishers, hands them to the sink, and asks the table for those that are missing in
 * between. Used by the thread that follows.
 */
final class OrderedOutput {

    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final int LOOKUPS = 8; // at a time, since each reads a range of the table

    private final SubscribeSettings settings;
    private final String ownSrc;
    private final SubscriptionProgress progress;
    private final EventSink sink;
    private final ChannelListener listener;
    private final LongSupplier nanoTime;
    private final LaterVersions laterVersions;
    private final Resequencer sequence;
    private final OutputCounts counts = new OutputCounts();
    private final List<Lookup> lookups = new ArrayList<>(); // not answered yet
    private long replayed;

    /** @param ownSrc this server's own publisher, whose events are dropped without loopback */
    OrderedOutput(
            SubscribeSettings settings,
            String ownSrc,
            SubscriptionProgress progress,
            EventSink sink,
            ChannelListener listener,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.ownSrc = ownSrc;
        this.progress = progress;
        this.sink = sink;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.laterVersions = new LaterVersions(listener);
        this.sequence = new Resequencer(settings);
    }

    private record Lookup(GapQuery query, PendingAnswer<List<StoredEvent>> answer) {}

    /** How an event arrived. */
    enum Arrival {
        LIVE,
        /** Read from the stored events. */
        REPLAYED,
        /** Read from the stored events, and an earlier process that crashed may have handled it. */
        REDELIVERED
    }

    Resequencer sequence() {
        return sequence;
    }

    /** What was read and handed out so far. */
    OutputCounts counts() {
        return counts;
    }

    void accept(List<StoredEvent> events, Arrival arrival) {
        for (StoredEvent event : events) {
            accept(event, arrival);
        }
    }

    void accept(StoredEvent event, Arrival arrival) {
        var delivery = new Delivery(event, arrival == Arrival.REDELIVERED, arrival != Arrival.LIVE);
        if (sequence.accept(delivery, nanoTime.getAsLong())) {
            progress.received(event);
            counts.read(event.ts());
            counts.held.set(sequence.waiting());
        }
    }

    /** The connection is another one, so no lookup that was sent is answered. */
    void reconnected() {
        lookups.clear();
        sequence.cancelLookups();
    }

    /** The table was not read for a while, so no hole could close. Each is waited for anew. */
    void restartWaits() {
        sequence.restartWaits(nanoTime.getAsLong());
    }

    /**
     * Hands out the events that are next, asks the table for missing ones, and forgets publishers and ids that are needed no
     * more. Waits for answers only when too many events wait behind holes. A lookup that fails is repeated on the next
     * connection.
     *
     * @param arrival of events that a lookup finds
     * @param readFrom stored events from this time on are still being read; {@code Instant.MAX} when none are
     */
    void handOutAndLookUp(TableReader reader, Arrival arrival, Instant readFrom)
            throws IOException, InterruptedException {
        handOut();
        sendLookups(reader);
        while (takeAnswers(arrival)) {
            sendLookups(reader);
            handOut();
        }
        counts.held.set(sequence.waiting());
        sequence.forget(earlier(oldestNeeded(), readFrom));
    }

    // No feed of this or a later process reaches back further.
    private Instant oldestNeeded() {
        return progress.restartFrom().minus(settings.repeatWait()).minus(MARGIN);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void sendLookups(TableReader reader) {
        while (lookups.size() < LOOKUPS) {
            GapQuery query = sequence.nextQuery(nanoTime.getAsLong());
            if (query == null) {
                return;
            }
            lookups.add(new Lookup(query, reader.find(query.wanted())));
        }
    }

    private boolean takeAnswers(Arrival arrival) throws IOException, InterruptedException {
        boolean any = false;
        for (Iterator<Lookup> all = lookups.iterator(); all.hasNext(); ) {
            Lookup lookup = all.next();
            List<StoredEvent> found = sequence.isFull()
                    ? lookup.answer().await()
                    : lookup.answer().poll();
            if (found != null) {
                GapQuery query = lookup.query();
                all.remove();
                Log.found(query.wanted(), found.size());
                accept(found, arrival);
                sequence.answered(query, nanoTime.getAsLong());
                any = true;
            }
        }
        return any;
    }

    /** Hands out the events that are next, and reports the missing ones that were skipped. */
    void handOut() throws InterruptedException {
        SequencingOutcome outcome = sequence.next();
        if (outcome == null) {
            return;
        }
        try {
            // An outcome is removed only after it was acted on: an interrupt at a full sink loses no event.
            for (; outcome != null; outcome = sequence.next()) {
                if (outcome instanceof SequencingOutcome.Deliver deliver) {
                    handOut(deliver.delivery());
                } else if (outcome instanceof SequencingOutcome.Missed missed) {
                    counts.missed.add(missed.count());
                    Log.missed(missed.cause());
                    listener.missed(missed.count(), missed.from(), missed.to(), missed.cause());
                }
                sequence.done();
            }
        } finally {
            sink.flush();
        }
    }

    private void handOut(Delivery delivery) throws InterruptedException {
        if (delivery.event().isOfLaterVersion()) {
            laterVersions.report(delivery.event());
            progress.leftToLaterVersion(delivery.event());
            return;
        }
        if (isForNoObserver(delivery.event())) {
            progress.handledWithoutObserver(delivery.event());
            return;
        }
        sink.accept(delivery);
        counts.received.add(1);
        if (delivery.replayed()) {
            replayed++;
        }
    }

    private boolean isForNoObserver(StoredEvent event) {
        return event.isFiller() || (!settings.loopback() && ownSrc.equals(event.src()));
    }

    /** All stored events were accepted. Redelivery ends as soon as none of them waits behind a hole. */
    void allStoredEventsAccepted() {
        if (progress.mayRedeliver() && sequence.waiting() == 0) {
            progress.endRedelivery();
        }
    }

    /** Nanoseconds until a lookup is due by the mere passing of time; {@code Long.MAX_VALUE} for never. */
    long nanosUntilLookup() {
        return sequence.nanosUntilQuery(nanoTime.getAsLong());
    }

    /** How many stored events were handed out since this was last called. */
    long takeReplayed() {
        long count = replayed;
        replayed = 0;
        return count;
    }
}
