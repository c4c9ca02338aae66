package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Stored;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Stored events that come in no order: lets through what is wanted and was not had, puts it in order, and keeps only the
 * oldest when there is more than may be held.
 */
final class Sieve {

    private static final Comparator<Stored> IN_TIME = Comparator.comparing(Stored::ts)
            .thenComparing(event -> event.src() == null ? "" : event.src())
            .thenComparingLong(Stored::seq)
            .thenComparing(Stored::id);

    private final Resequencer sequence;
    private final Floor floor;
    private final Predicate<Stored> below;
    private final int limit;
    private final PriorityQueue<Stored> held = new PriorityQueue<>(IN_TIME.reversed()); // the newest on top
    private Instant oldest = Instant.MAX;
    private Instant complete = Instant.MAX; // what is not older than this may be missing
    private long count;

    /** @param below takes what only tells where its publisher stands; what it does not take is wanted after all */
    Sieve(Resequencer sequence, Floor floor, Predicate<Stored> below, int limit) {
        this.sequence = sequence;
        this.floor = floor;
        this.below = below;
        this.limit = limit;
    }

    void add(Stored event) {
        if (sequence.isKnown(event)) {
            return;
        }
        if (floor.isAbove(event) && below.test(event)) {
            return;
        }
        count++;
        if (event.ts().isBefore(complete)) {
            held.add(event);
            oldest = event.ts().isBefore(oldest) ? event.ts() : oldest;
            drop();
        }
    }

    // Events of one millisecond stay together, or none of them could ever be handed out.
    private void drop() {
        while (held.size() > limit && held.element().ts().isAfter(oldest)) {
            complete = held.remove().ts();
            while (!held.isEmpty() && !held.element().ts().isBefore(complete)) {
                held.remove();
            }
        }
    }

    /** How many wanted ones came, those that could not be held included. */
    long count() {
        return count;
    }

    boolean isFull() {
        return held.size() >= limit || isCut();
    }

    /** Whether not all could be held. */
    boolean isCut() {
        return !complete.equals(Instant.MAX);
    }

    /** Everything older than this is held. */
    Instant complete() {
        return complete;
    }

    /** What is held, in order; none of it is held afterwards. */
    List<Stored> take() {
        List<Stored> inOrder = held.stream().sorted(IN_TIME).toList();
        held.clear();
        oldest = Instant.MAX;
        return inOrder;
    }
}
