package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.flow.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Lets what came into the order of its publishers and on to the sink, and asks the table for what is missing in between. */
final class OrderedOutlet {

    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final SubscribeSettings settings;
    private final String ownSrc;
    private final Outlets outlets;
    private final LongSupplier nanoTime;
    private final Resequencer sequence;
    private long replayed;

    OrderedOutlet(SubscribeSettings settings, String ownSrc, Outlets outlets, LongSupplier nanoTime) {
        this.settings = settings;
        this.ownSrc = ownSrc;
        this.outlets = outlets;
        this.nanoTime = nanoTime;
        this.sequence = new Resequencer(settings);
    }

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

    void accept(List<Stored> events, Arrival arrival, Progress reached) {
        for (Stored event : events) {
            accept(event, arrival, reached);
        }
    }

    void accept(Stored event, Arrival arrival, Progress reached) {
        var delivery = new Delivery(event, arrival == Arrival.REPEATED, arrival != Arrival.LIVE);
        if (sequence.accept(delivery, nanoTime.getAsLong())) {
            reached.position().received(event.ts());
        }
    }

    /**
     * Hands out what is due, and asks for what is missing. A failed question is asked again by the next feed.
     *
     * @param reading from where on stored events still come
     */
    void settle(Timeline timeline, Arrival arrival, Progress reached, Instant reading)
            throws IOException, InterruptedException {
        handOut(reached);
        for (Question question = question(); question != null; question = question()) {
            List<Stored> found = timeline.find(question.wanted());
            Log.found(question.wanted(), found.size());
            accept(found, arrival, reached);
            sequence.answered(question, nanoTime.getAsLong());
            handOut(reached);
        }
        // What is being read again must be known, however far the observers have come meanwhile.
        Instant needless = reached.from(settings.resumeOverlap())
                .minus(settings.repeatWait())
                .minus(MARGIN);
        sequence.forget(needless.isBefore(reading) ? needless : reading);
    }

    private @Nullable Question question() {
        return sequence.question(nanoTime.getAsLong());
    }

    /** Hands out what is due. */
    void handOut(Progress reached) throws InterruptedException {
        Outcome outcome = sequence.next();
        if (outcome == null) {
            return;
        }
        try {
            // It is done only when it was acted on: whoever is interrupted at a full sink loses nothing.
            for (; outcome != null; outcome = sequence.next()) {
                if (outcome instanceof Outcome.Deliver deliver) {
                    handOut(deliver.delivery(), reached);
                } else if (outcome instanceof Outcome.Missed missed) {
                    Log.missed(missed.cause());
                    outlets.signals().missed(missed.count(), missed.from(), missed.to(), missed.cause());
                }
                sequence.done();
            }
        } finally {
            outlets.sink().flush();
        }
    }

    private void handOut(Delivery delivery, Progress reached) throws InterruptedException {
        if (isForNobody(delivery.event())) {
            reached.isHandled(delivery.event());
            return;
        }
        outlets.sink().accept(delivery);
        if (delivery.replayed()) {
            replayed++;
        }
    }

    private boolean isForNobody(Stored event) {
        return event.isFiller() || (!settings.loopback() && ownSrc.equals(event.src()));
    }

    /** Hands out a live event at once if it is its turn, and neither this nor the sink would have to wait. */
    boolean handsOutAtOnce(Stored event, Progress reached) {
        if (!sequence.isInTurn(event) || isForNobody(event)) {
            return false;
        }
        if (!outlets.sink().offer(new Delivery(event, false, false))) {
            return false;
        }
        accept(event, Arrival.LIVE, reached);
        sequence.done();
        return true;
    }

    /** Nothing more is handed out at once. */
    void flush() {
        outlets.sink().flush();
    }

    /** How many events from the timeline were handed out since this was last asked. */
    long takeReplayed() {
        long count = replayed;
        replayed = 0;
        return count;
    }
}
