package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes stored events that come in no order, drops those that are not wanted, and sorts the rest. When more events come than
 * may be held, only the oldest are kept.
 */
final class SliceBuffer {

    private static final Comparator<StoredEvent> IN_TIME = SliceBuffer::inTime;
    private static final double KEPT = 0.75; // of the limit, so that the next sort pays for many events

    private final Predicate<StoredEvent> wanted;
    private final BufferLimit limit;
    private List<StoredEvent> held = new ArrayList<>();
    private long heldWeight;
    private boolean keepsAll;
    private double allowedFill = 1; // more when the events that are held are of one millisecond
    private Instant completeBefore = Instant.MAX; // the ts of the oldest event that was dropped
    private long wantedCount; // of all events, those that were dropped included, as is the next
    private long wantedWeight;

    SliceBuffer(Predicate<StoredEvent> wanted, BufferLimit limit) {
        this.wanted = wanted;
        this.limit = limit;
    }

    /** Discards no event from here on. The caller takes the events whenever the buffer {@link #isFull()}. */
    SliceBuffer keepingAll() {
        keepsAll = true;
        return this;
    }

    void add(StoredEvent event) {
        if (!wanted.test(event)) {
            return;
        }
        wantedCount++;
        wantedWeight += event.weight();
        if (event.ts().isBefore(completeBefore)) {
            held.add(event);
            heldWeight += event.weight();
            if (!keepsAll && heldFill() > allowedFill) {
                dropNewest();
            }
        }
    }

    private void dropNewest() {
        held.sort(IN_TIME);
        keepOldest(atMillisecondBoundary(countThatFits()));
        allowedFill = Math.max(1, heldFill() / KEPT);
    }

    // How many of the oldest events fill the buffer up to KEPT; at least one.
    private int countThatFits() {
        int count = 1;
        long weight = held.get(0).weight();
        while (count < held.size()
                && limit.fill(count + 1L, weight + held.get(count).weight()) <= KEPT) {
            weight += held.get(count).weight();
            count++;
        }
        return count;
    }

    // Events of one millisecond stay together: a slice ends between two milliseconds. If all that fits is of one
    // millisecond, the rest of that millisecond is kept as well, or none of it could ever be handed out.
    private int atMillisecondBoundary(int count) {
        if (count == held.size()) {
            return count;
        }
        Instant divided = held.get(count).ts();
        int before = countOfOldest(event -> event.ts().isBefore(divided));
        return before > 0 ? before : countOfOldest(event -> event.ts().equals(divided));
    }

    private int countOfOldest(Predicate<StoredEvent> condition) {
        return (int) held.stream().takeWhile(condition).count();
    }

    private void keepOldest(int count) {
        List<StoredEvent> dropped = held.subList(count, held.size());
        if (!dropped.isEmpty()) {
            completeBefore = dropped.get(0).ts();
            heldWeight -= dropped.stream().mapToLong(StoredEvent::weight).sum();
            dropped.clear();
        }
    }

    private double heldFill() {
        return limit.fill(held.size(), heldWeight);
    }

    /** How full the buffer would be with all wanted events, those that were dropped included. */
    double wantedFill() {
        return limit.fill(wantedCount, wantedWeight);
    }

    boolean isFull() {
        return heldFill() >= 1 || isCut();
    }

    /** Whether some events were dropped. */
    boolean isCut() {
        return !completeBefore.equals(Instant.MAX);
    }

    /** All wanted events that are older than this are held. */
    Instant completeBefore() {
        return completeBefore;
    }

    /** The events in order; none of them is held afterwards. */
    List<StoredEvent> take() {
        List<StoredEvent> inOrder = held;
        inOrder.sort(IN_TIME);
        held = new ArrayList<>();
        heldWeight = 0;
        allowedFill = 1;
        return inOrder;
    }

    private static int inTime(StoredEvent one, StoredEvent other) {
        int order = one.ts().compareTo(other.ts());
        order = order != 0 ? order : src(one).compareTo(src(other));
        order = order != 0 ? order : Long.compare(one.seq(), other.seq());
        return order != 0 ? order : one.id().compareTo(other.id());
    }

    private static String src(StoredEvent event) {
        String src = event.src();
        return src == null ? "" : src;
    }
}
