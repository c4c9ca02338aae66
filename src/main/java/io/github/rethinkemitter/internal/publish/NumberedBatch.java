package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbered events that are sent as one insert, and sent again with the same ids until their outcome is known. */
record NumberedBatch(List<Item> items, History history) {

    /**
     * One document.
     *
     * @param event null for a filler, whose outcome nobody waits for
     * @param storedAt its time in the table; null when it is not known to be there
     */
    record Item(
            OutgoingEvent outgoing,
            @Nullable QueuedEvent event,
            @Nullable Instant storedAt) {
        Item(OutgoingEvent outgoing, @Nullable QueuedEvent event) {
            this(outgoing, event, null);
        }

        Item storedAt(Instant at) {
            return new Item(outgoing, event, at);
        }
    }

    /**
     * What happened to these events before.
     *
     * @param repeated whether they were sent before
     * @param inDoubt whether an earlier insert of them may have been performed
     * @param stored whether they are in the table, but came there so late that they get a newer time, once
     * @param firstSentAt when they were first sent, in nanoseconds; null when they were not
     */
    record History(
            boolean repeated,
            boolean inDoubt,
            boolean stored,
            @Nullable Long firstSentAt) {
        static final History NONE = new History(false, false, false, null);
    }

    static NumberedBatch of(List<Item> items) {
        return new NumberedBatch(List.copyOf(items), History.NONE);
    }

    /** Events that were stored late, to be given a newer time. */
    static NumberedBatch toRestamp(List<Item> stored) {
        return new NumberedBatch(List.copyOf(stored), new History(true, false, true, null));
    }

    Batch toSend() {
        List<OutgoingEvent> events = new ArrayList<>(items.size());
        for (Item item : items) {
            events.add(item.outgoing());
        }
        return new Batch(events);
    }

    long firstSeq() {
        return items.get(0).outgoing().seq();
    }

    long lastSeq() {
        return items.get(items.size() - 1).outgoing().seq();
    }

    boolean isStored() {
        return history.stored();
    }

    boolean isInDoubt() {
        return history.inDoubt();
    }

    NumberedBatch sentAt(long now) {
        return history.firstSentAt() != null
                ? this
                : new NumberedBatch(items, new History(history.repeated(), isInDoubt(), isStored(), now));
    }

    /** The same events, to be sent again. */
    NumberedBatch again(boolean mayBePerformed) {
        return new NumberedBatch(
                items, new History(true, isInDoubt() || mayBePerformed, isStored(), history.firstSentAt()));
    }

    /** Two smaller batches. If one event is bad, only one of them has it. */
    List<NumberedBatch> halves() {
        int middle = items.size() / 2;
        var halved = new History(true, isInDoubt(), isStored(), history.firstSentAt());
        return List.of(
                new NumberedBatch(items.subList(0, middle), halved),
                new NumberedBatch(items.subList(middle, items.size()), halved));
    }
}
