package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.publish.NumberedBatch.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Numbers a publisher's events 1, 2, 3…, and closes the gaps that refused events leave: subscribers would wait for each missing
 * number. Used by one thread at a time.
 *
 * <p>Gaps at the end are closed by giving their numbers to the next events, since nothing with a later number was sent: a user
 * without the right to write uses up no numbers. Other gaps are closed by storing empty documents, the <i>fillers</i>, because
 * later numbers may be in the table already.
 *
 * <p>A refused event may be in the table after all if an earlier insert of it is in doubt. Its number is never given to another
 * event, since subscribers could take the second for a duplicate of the first. Its filler gets the same id as the event, so
 * that only one of the two gets into the table.
 */
final class EventNumbers {

    private record Gap(OutgoingEvent refused, boolean mayBeStored) {}

    private final String src;
    private final Supplier<String> ids;
    private final TreeMap<Long, Gap> gaps = new TreeMap<>();
    private long last;

    /**
     * Has given no number yet.
     *
     * @param src the publisher instance
     * @param ids makes primary keys
     */
    EventNumbers(String src, Supplier<String> ids) {
        this.src = src;
        this.ids = ids;
    }

    /** The last number that was given. */
    long last() {
        return last;
    }

    /**
     * Gives events the next numbers. The first of them also says up to which number this publisher is done.
     *
     * @param packed whether they are stored as one document
     * @param settledUpTo every number up to this one has its outcome
     */
    NumberedBatch number(List<QueuedEvent> events, boolean packed, long settledUpTo) {
        String packId = packed ? ids.get() : null;
        List<Item> items = new ArrayList<>(events.size());
        for (QueuedEvent event : events) {
            String id = packId == null ? ids.get() : packId + '.' + items.size();
            var outgoing = new OutgoingEvent(id, src, ++last, event.content());
            items.add(new Item(items.isEmpty() ? outgoing.settled(settledUpTo) : outgoing, event));
        }
        return packId == null ? NumberedBatch.of(items) : NumberedBatch.packed(items, packId);
    }

    /**
     * The events of a pack, with the same numbers, as documents of their own. Should the pack be stored after all, subscribers
     * take these for duplicates.
     */
    List<Item> unpacked(NumberedBatch pack) {
        List<Item> items = new ArrayList<>(pack.items().size());
        for (Item item : pack.items()) {
            OutgoingEvent packed = item.outgoing();
            var alone = new OutgoingEvent(ids.get(), src, packed.seq(), packed.content(), packed.settled());
            items.add(new Item(alone, item.event()));
        }
        return items;
    }

    /** Takes back all numbers after this one: no event with them was sent. */
    void takeBackTo(long number) {
        last = number;
    }

    /** An event was refused and leaves a gap. A filler that is refused is not tried again, and leaves none. */
    void refused(Item item, boolean mayBeStored) {
        if (item.event() != null) {
            gaps.put(item.outgoing().seq(), new Gap(item.outgoing(), mayBeStored));
        }
    }

    /** Forgets the gaps from one number to another: what became of these events is open again. */
    void forgetGaps(long firstSeq, long lastSeq) {
        gaps.subMap(firstSeq, true, lastSeq, true).clear();
    }

    boolean hasGaps() {
        return !gaps.isEmpty();
    }

    /** Closes all gaps, while no insert is unanswered. The caller sends the fillers before any other event. */
    List<Item> closeGaps() {
        Map.Entry<Long, Gap> end = gaps.lastEntry();
        while (end != null && end.getKey() == last && !end.getValue().mayBeStored()) {
            gaps.remove(last);
            last--;
            end = gaps.lastEntry();
        }
        List<Item> fillers = new ArrayList<>(gaps.size());
        for (Gap gap : gaps.values()) {
            fillers.add(new Item(filler(gap), null));
        }
        gaps.clear();
        return fillers;
    }

    private OutgoingEvent filler(Gap gap) {
        OutgoingEvent refused = gap.refused();
        var nothing = new EncodedEvent(refused.content().topic(), EncodedEvent.NOTHING, null, null);
        return new OutgoingEvent(gap.mayBeStored() ? refused.id() : ids.get(), src, refused.seq(), nothing);
    }
}
