package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Stored events that come in no order: lets through what is wanted and was not had, puts it in order, and keeps only the
 * oldest when there is more than may be held.
 */
final class SliceBuffer {

    private static final Comparator<StoredEvent> IN_TIME = SliceBuffer::inTime;
    private static final double KEPT = 0.75; // so that sorting to find the oldest pays for many events

    private final Resequencer sequence;
    private final SubscriptionStart floor;
    private final Predicate<StoredEvent> below;
    private final BufferLimit room;
    private List<StoredEvent> held = new ArrayList<>();
    private long weight; // of what is held
    private boolean keepsAll;
    private double allowed = 1; // of the room; more when what is held is of one millisecond
    private Instant complete = Instant.MAX; // what is not older than this may be missing
    private long count;
    private long weighed;

    /** @param below takes what only tells where its publisher stands; what it does not take is wanted after all */
    SliceBuffer(Resequencer sequence, SubscriptionStart floor, Predicate<StoredEvent> below, BufferLimit room) {
        this.sequence = sequence;
        this.floor = floor;
        this.below = below;
        this.room = room;
    }

    /** Drops nothing from here on: who adds takes what is held whenever it {@link #isFull()}. */
    SliceBuffer keepingAll() {
        keepsAll = true;
        return this;
    }

    void add(StoredEvent event) {
        if (sequence.isKnown(event)) {
            return;
        }
        if (floor.isAbove(event) && below.test(event)) {
            return;
        }
        long weighs = BufferLimit.weight(event);
        count++;
        weighed += weighs;
        if (event.ts().isBefore(complete)) {
            held.add(event);
            weight += weighs;
            if (!keepsAll && room.filledBy(held.size(), weight) > allowed) {
                cut();
            }
        }
    }

    private void cut() {
        held.sort(IN_TIME);
        int kept = 1;
        long weighs = BufferLimit.weight(held.get(0));
        while (kept < held.size() && room.filledBy(kept + 1, weighs + BufferLimit.weight(held.get(kept))) <= KEPT) {
            weighs += BufferLimit.weight(held.get(kept++));
        }
        keep(wholeMillisecond(kept));
        allowed = Math.max(1, room.filledBy(held.size(), weight) / KEPT);
    }

    // Events of one millisecond stay together, or none of them could ever be handed out.
    private int wholeMillisecond(int about) {
        if (about == held.size()) {
            return about;
        }
        Instant first = held.get(about).ts();
        int end = about;
        while (end > 0 && held.get(end - 1).ts().equals(first)) {
            end--;
        }
        while (end == 0 && about < held.size() && held.get(about).ts().equals(first)) {
            about++;
        }
        return end == 0 ? about : end;
    }

    private void keep(int oldest) {
        List<StoredEvent> rest = held.subList(oldest, held.size());
        if (!rest.isEmpty()) {
            complete = rest.get(0).ts();
            weight -= rest.stream().mapToLong(BufferLimit::weight).sum();
            rest.clear();
        }
    }

    /** How many times as much as may be held was wanted, what could not be held included. */
    double fill() {
        return room.filledBy(count, weighed);
    }

    boolean isFull() {
        return room.filledBy(held.size(), weight) >= 1 || isCut();
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
    List<StoredEvent> take() {
        List<StoredEvent> inOrder = held;
        inOrder.sort(IN_TIME);
        held = new ArrayList<>();
        weight = 0;
        allowed = 1;
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
