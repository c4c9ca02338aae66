package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbered events that go as one insert, and with the same ids again until their outcome is known. */
record NumberedBatch(List<Item> items, Past past) {

    /**
     * One document.
     *
     * @param event null for a filler, for which nobody waits
     * @param storedAt its time in the table; null when it is not known to be there
     */
    record Item(
            OutgoingEvent draft,
            @Nullable QueuedEvent event,
            @Nullable Instant storedAt) {
        Item(OutgoingEvent draft, @Nullable QueuedEvent event) {
            this(draft, event, null);
        }

        Item storedAt(Instant at) {
            return new Item(draft, event, at);
        }
    }

    /**
     * What was tried before.
     *
     * @param repeated whether it went before
     * @param doubtful whether an earlier insert of it may have been performed
     * @param stored whether it is in the table, but so late that its time is taken anew, once
     * @param sentAt nanoseconds, when it first went; null when it did not
     */
    record Past(
            boolean repeated,
            boolean doubtful,
            boolean stored,
            @Nullable Long sentAt) {
        static final Past NONE = new Past(false, false, false, null);
    }

    static NumberedBatch of(List<Item> items) {
        return new NumberedBatch(List.copyOf(items), Past.NONE);
    }

    Batch batch() {
        List<OutgoingEvent> drafts = new ArrayList<>(items.size());
        for (Item item : items) {
            drafts.add(item.draft());
        }
        return new Batch(drafts);
    }

    long firstSeq() {
        return items.get(0).draft().seq();
    }

    long lastSeq() {
        return items.get(items.size() - 1).draft().seq();
    }

    boolean isStored() {
        return past.stored();
    }

    NumberedBatch sent(long now) {
        return past.sentAt() != null
                ? this
                : new NumberedBatch(items, new Past(past.repeated(), past.doubtful(), past.stored(), now));
    }

    NumberedBatch again(boolean inDoubt) {
        return new NumberedBatch(items, new Past(true, past.doubtful() || inDoubt, past.stored(), past.sentAt()));
    }

    /** Those of it that were stored, to be given a new time. */
    static NumberedBatch late(List<Item> stored) {
        return new NumberedBatch(List.copyOf(stored), new Past(true, false, true, null));
    }

    /** Two smaller ones, of which at most one has what was bad if there was one bad item. */
    List<NumberedBatch> halves() {
        int middle = items.size() / 2;
        var halved = new Past(true, past.doubtful(), past.stored(), past.sentAt());
        return List.of(
                new NumberedBatch(items.subList(0, middle), halved),
                new NumberedBatch(items.subList(middle, items.size()), halved));
    }
}
