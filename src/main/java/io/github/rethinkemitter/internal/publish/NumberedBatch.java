package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbered events that are sent as one insert, and sent again with the same ids until their outcome is known.
 *
 * @param packId the id of the one document that holds all of them; null when each is a document of its own
 */
record NumberedBatch(List<Item> items, @Nullable String packId, History history) {

    /**
     * One event.
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

    /** Events that were not sent before, each as a document of its own. */
    static NumberedBatch of(List<Item> items) {
        return new NumberedBatch(List.copyOf(items), null, History.NONE);
    }

    /** Events that were not sent before, all in one document. */
    static NumberedBatch packed(List<Item> items, String packId) {
        return new NumberedBatch(List.copyOf(items), packId, History.NONE);
    }

    private NumberedBatch with(History next) {
        return new NumberedBatch(items, packId, next);
    }

    /** Those of these events that were stored late, to be given a newer time. */
    NumberedBatch toRestamp(List<Item> stored) {
        return new NumberedBatch(List.copyOf(stored), packId, new History(true, false, true, null));
    }

    Batch toSend() {
        List<OutgoingEvent> events = new ArrayList<>(items.size());
        for (Item item : items) {
            events.add(item.outgoing());
        }
        return new Batch(events, packId);
    }

    long firstSeq() {
        return items.get(0).outgoing().seq();
    }

    long lastSeq() {
        return items.get(items.size() - 1).outgoing().seq();
    }

    /** When the first of these events was triggered, in nanoseconds; null when all are fillers. */
    @Nullable
    Long triggeredAt() {
        for (Item item : items) {
            if (item.event() != null) {
                return item.event().triggeredAt();
            }
        }
        return null;
    }

    boolean isPacked() {
        return packId != null;
    }

    int documents() {
        return isPacked() ? 1 : items.size();
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
                : with(new History(history.repeated(), isInDoubt(), isStored(), now));
    }

    /** The same events, to be sent again. */
    NumberedBatch again(boolean mayBePerformed) {
        return with(new History(true, isInDoubt() || mayBePerformed, isStored(), history.firstSentAt()));
    }

    /**
     * Some of these events as documents of their own, after the database has refused all of them in one.
     *
     * @param items the events, with other ids
     */
    NumberedBatch unpacked(List<Item> items) {
        return new NumberedBatch(List.copyOf(items), null, new History(true, isInDoubt(), false, null));
    }

    /** Two smaller batches of documents. If one event is bad, only one of them has it. */
    List<NumberedBatch> halves() {
        int middle = items.size() / 2;
        var halved = new History(true, isInDoubt(), isStored(), history.firstSentAt());
        return List.of(
                new NumberedBatch(items.subList(0, middle), null, halved),
                new NumberedBatch(items.subList(middle, items.size()), null, halved));
    }
}
