package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What comes before a feed is ready: stored events in no order, and live ones among them, which are held back.
 *
 * <p>Memory is bounded: of the stored ones only the oldest are kept, of the live ones the first. If there were more, the
 * feed is to be opened again after these were delivered; each time it comes nearer to the present.
 */
final class CatchUp {

    private static final Comparator<Stored> IN_TIME = Comparator.comparing(Stored::ts)
            .thenComparing(event -> event.src() == null ? "" : event.src())
            .thenComparingLong(Stored::seq)
            .thenComparing(Stored::id);

    private final Resequencer sequence;
    private final Instant start;
    private final int limit;
    private final PriorityQueue<Stored> stored = new PriorityQueue<>(IN_TIME.reversed()); // the newest on top
    private final List<Stored> live = new ArrayList<>();
    private boolean storedCut;
    private boolean liveCut;

    /**
     * @param start stored events that are older only tell where their publishers stand; {@code Instant.MIN} when all are
     *     wanted
     */
    CatchUp(Resequencer sequence, Instant start, int limit) {
        this.sequence = sequence;
        this.start = start;
        this.limit = limit;
    }

    void initial(Stored event) {
        if (event.ts().isBefore(start)) {
            sequence.teach(event);
        } else if (!sequence.isKnown(event)) {
            stored.add(event);
            if (stored.size() > limit) {
                stored.remove();
                storedCut = true;
            }
        }
    }

    void live(Stored event) {
        if (live.size() < limit) {
            live.add(event);
        } else {
            liveCut = true;
        }
    }

    /** Whether not everything could be held, so that the feed has to be opened again. */
    boolean isCut() {
        return storedCut || liveCut;
    }

    /** The stored events in order. */
    List<Stored> stored() {
        return stored.stream().sorted(IN_TIME).toList();
    }

    /** The live events in the order of their arrival; none when stored ones before them are still missing. */
    List<Stored> live() {
        return storedCut ? List.of() : List.copyOf(live);
    }
}
