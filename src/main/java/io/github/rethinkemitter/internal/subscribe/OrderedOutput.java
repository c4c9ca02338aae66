package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.PendingAnswer;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/** Lets what came into the order of its publishers and on to the sink, and asks the table for what is missing in between. */
final class OrderedOutput {

    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final int LOOKUPS = 8; // at a time: each is a range of the table

    private final SubscribeSettings settings;
    private final String ownSrc;
    private final EventSink sink;
    private final ChannelListener signals;
    private final LongSupplier nanoTime;
    private final Resequencer sequence;
    private final List<Lookup> lookups = new ArrayList<>(); // that are under way
    private long replayed;

    OrderedOutput(
            SubscribeSettings settings, String ownSrc, EventSink sink, ChannelListener signals, LongSupplier nanoTime) {
        this.settings = settings;
        this.ownSrc = ownSrc;
        this.sink = sink;
        this.signals = signals;
        this.nanoTime = nanoTime;
        this.sequence = new Resequencer(settings);
    }

    private record Lookup(GapQuery question, PendingAnswer<List<StoredEvent>> answer) {}

    /** How an event came. */
    enum Arrival {
        LIVE,
        /** Read from the timeline. */
        REPLAYED,
        /** Read from the timeline, and perhaps handled by a process that did not end in order. */
        REPEATED
    }

    Resequencer sequence() {
        return sequence;
    }

    void accept(List<StoredEvent> events, Arrival arrival, SubscriptionProgress reached) {
        for (StoredEvent event : events) {
            accept(event, arrival, reached);
        }
    }

    void accept(StoredEvent event, Arrival arrival, SubscriptionProgress reached) {
        var delivery = new Delivery(event, arrival == Arrival.REPEATED, arrival != Arrival.LIVE);
        if (sequence.accept(delivery, nanoTime.getAsLong())) {
            reached.position().received(event.ts());
        }
    }

    /** The connection is another one. */
    void reconnected() {
        lookups.clear();
        sequence.unanswered();
    }

    /**
     * Hands out what is due, and asks for what is missing. Waits for answers only when too much waits behind holes. A
     * question that fails is asked again on the next connection.
     *
     * @param reading from where on stored events still come
     */
    void settle(Timeline timeline, Arrival arrival, SubscriptionProgress reached, Instant reading)
            throws IOException, InterruptedException {
        handOut(reached);
        ask(timeline);
        while (takeAnswers(arrival, reached)) {
            ask(timeline);
            handOut(reached);
        }
        // What is being read again must be known, however far the observers have come meanwhile.
        Instant needless = reached.from(settings.resumeOverlap())
                .minus(settings.repeatWait())
                .minus(MARGIN);
        sequence.forget(needless.isBefore(reading) ? needless : reading);
    }

    private void ask(Timeline timeline) {
        while (lookups.size() < LOOKUPS) {
            GapQuery question = sequence.question(nanoTime.getAsLong());
            if (question == null) {
                return;
            }
            lookups.add(new Lookup(question, timeline.find(question.wanted())));
        }
    }

    private boolean takeAnswers(Arrival arrival, SubscriptionProgress reached)
            throws IOException, InterruptedException {
        boolean any = false;
        for (Iterator<Lookup> all = lookups.iterator(); all.hasNext(); ) {
            Lookup lookup = all.next();
            List<StoredEvent> found = sequence.isFull()
                    ? lookup.answer().await()
                    : lookup.answer().poll();
            if (found != null) {
                GapQuery question = lookup.question();
                all.remove();
                Log.found(question.wanted(), found.size());
                accept(found, arrival, reached);
                sequence.answered(question, nanoTime.getAsLong());
                any = true;
            }
        }
        return any;
    }

    /** Hands out what is due. */
    void handOut(SubscriptionProgress reached) throws InterruptedException {
        SequencingOutcome outcome = sequence.next();
        if (outcome == null) {
            return;
        }
        try {
            // It is done only when it was acted on: whoever is interrupted at a full sink loses nothing.
            for (; outcome != null; outcome = sequence.next()) {
                if (outcome instanceof SequencingOutcome.Deliver deliver) {
                    handOut(deliver.delivery(), reached);
                } else if (outcome instanceof SequencingOutcome.Missed missed) {
                    Log.missed(missed.cause());
                    signals.missed(missed.count(), missed.from(), missed.to(), missed.cause());
                }
                sequence.done();
            }
        } finally {
            sink.flush();
        }
    }

    private void handOut(Delivery delivery, SubscriptionProgress reached) throws InterruptedException {
        if (isForNobody(delivery.event())) {
            reached.isHandled(delivery.event());
            return;
        }
        sink.accept(delivery);
        if (delivery.replayed()) {
            replayed++;
        }
    }

    private boolean isForNobody(StoredEvent event) {
        return event.isFiller() || (!settings.loopback() && ownSrc.equals(event.src()));
    }

    /** How many events from the timeline were handed out since this was last asked. */
    long takeReplayed() {
        long count = replayed;
        replayed = 0;
        return count;
    }
}
