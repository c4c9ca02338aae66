package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changes that wait in one feed. Holds so many and no more: one too many, and all are thrown away and counted. */
final class FeedQueue {
    /** What waits. */
    sealed interface Item {}

    /** A change. */
    record Waiting(FeedScope.Seen seen) implements Item {}

    /** How many changes were thrown away here. */
    record Skipped(long count) implements Item {}

    private final int limit;
    private final boolean squash;
    private final Map<Object, Waiting> waiting = new LinkedHashMap<>();
    private long skipped;
    private long number;

    FeedQueue(int limit, boolean squash) {
        this.limit = limit;
        this.squash = squash;
    }

    void add(Object key, FeedScope.Seen seen) {
        // With squash there is at most one entry per document, without each entry has a name of its own.
        Object name = squash ? key : (Object) number++;
        Waiting earlier = waiting.get(name);
        FeedScope.Seen joined = earlier == null
                ? seen
                : new FeedScope.Seen(
                        earlier.seen.before(), seen.after(), earlier.seen.placeBefore(), seen.placeAfter());
        if (joined.nothing()) {
            waiting.remove(name);
        } else {
            waiting.put(name, new Waiting(joined));
        }
        if (waiting.size() > limit) {
            overflow();
        }
    }

    /** A change of the first documents of an order; with squash it goes on where an earlier one left off. */
    void addRanked(FeedScope.Seen seen) {
        Object name = number++;
        if (squash) {
            for (Map.Entry<Object, Waiting> earlier : waiting.entrySet()) {
                Datum left = earlier.getValue().seen().after();
                Datum goesOn = seen.before();
                if (left == null ? goesOn == null : goesOn != null && left.same(goesOn)) {
                    name = earlier.getKey();
                    break;
                }
            }
        }
        add(name, seen);
    }

    void overflow() {
        skipped += waiting.size();
        waiting.clear();
    }

    boolean isHalfFull() {
        return waiting.size() > limit / 2;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && skipped == 0;
    }

    boolean isOverflown() {
        return skipped > 0;
    }

    boolean startsWithInsert() {
        return skipped == 0 && !waiting.isEmpty() && first().seen().before() == null;
    }

    private Waiting first() {
        return waiting.values().iterator().next();
    }

    Item next() {
        if (skipped > 0) {
            Item note = new Skipped(skipped);
            skipped = 0;
            return note;
        }
        Object name = waiting.keySet().iterator().next();
        @Nullable Waiting next = waiting.remove(name);
        return next == null ? new Skipped(0) : next;
    }

    void clear() {
        waiting.clear();
        skipped = 0;
    }
}
