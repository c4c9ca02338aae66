package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.publish.NumberedBatch.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Numbers of refused events. A receiver would wait for each of them. Used by one thread at a time.
 *
 * <p>Numbers at the end are given anew, since nothing later was sent: a user without the right to write uses up none. The
 * others are filled with documents that say nothing, because later numbers may be stored already.
 *
 * <p>In doubt the refused event may be in the table after all. Its number is never given to another event, which receivers
 * could take for a duplicate of the first; and the document that fills its place has its id, so that only one of the two
 * gets in.
 */
final class RefusedNumbers {

    private final TreeMap<Long, Hole> holes = new TreeMap<>();

    private record Hole(OutgoingEvent draft, boolean doubtful) {}

    boolean isEmpty() {
        return holes.isEmpty();
    }

    /** The place of an event that was refused; a filler that is refused is not tried again. */
    void add(Item refused, boolean doubtful) {
        if (refused.event() != null) {
            holes.put(refused.draft().seq(), new Hole(refused.draft(), doubtful));
        }
    }

    void forget(long firstSeq, long lastSeq) {
        holes.subMap(firstSeq, true, lastSeq, true).clear();
    }

    /** Gives up numbers at the end; says what is the last one then. */
    long lastAfterFreeing(long lastSeq) {
        long last = lastSeq;
        for (Hole hole = holes.get(last); hole != null && !hole.doubtful(); hole = holes.get(last)) {
            holes.remove(last--);
        }
        return last;
    }

    /** Documents for the other numbers, which are no holes any more. */
    List<Item> fill(Supplier<String> ids) {
        List<Item> fillers = new ArrayList<>(holes.size());
        for (Hole hole : holes.values()) {
            OutgoingEvent refused = hole.draft();
            String id = hole.doubtful() ? refused.id() : ids.get();
            var nothing = new EncodedEvent(refused.content().topic(), "[]", null, null);
            fillers.add(new Item(new OutgoingEvent(id, refused.src(), refused.seq(), nothing), null));
        }
        holes.clear();
        return fillers;
    }
}
