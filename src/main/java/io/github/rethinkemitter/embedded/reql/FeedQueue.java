package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one changefeed that its client has not fetched. The queue has a limit: a change beyond it makes the queue
 * throw away all changes and count them. Guarded by the changefeed's lock.
 */
final class FeedQueue {
    /** What the queue hands out. */
    sealed interface Item {}

    /** A change that the client has not fetched. */
    record QueuedChange(FeedScope.VisibleChange change) implements Item {}

    /** How many changes were thrown away at this point. */
    record Skipped(long count) implements Item {}

    /** How many changes a queue takes by default, as in a real server. */
    static final int DEFAULT_LIMIT = 100_000;

    private final int limit;
    private final boolean squash;
    // With squash a change is found by its document's primary key, without squash by a number of its own.
    private final Map<Object, QueuedChange> queued = new LinkedHashMap<>();
    private long skipped;
    private long nextNumber;

    FeedQueue(int limit, boolean squash) {
        this.limit = limit;
        this.squash = squash;
    }

    void add(Object primaryKey, FeedScope.VisibleChange change) {
        Object entry = squash ? primaryKey : (Object) nextNumber++;
        QueuedChange earlier = queued.get(entry);
        FeedScope.VisibleChange squashed = earlier == null
                ? change
                : new FeedScope.VisibleChange(
                        earlier.change.before(), change.after(), earlier.change.placeBefore(), change.placeAfter());
        if (squashed.isNone()) {
            queued.remove(entry);
        } else {
            queued.put(entry, new QueuedChange(squashed));
        }
        if (queued.size() > limit) {
            overflow();
        }
    }

    /**
     * Adds a change of an {@code orderBy.limit} feed. With squash it continues the earlier change that ends where it
     * begins.
     */
    void addRanked(FeedScope.VisibleChange change) {
        Object entry = nextNumber++;
        if (squash) {
            for (Map.Entry<Object, QueuedChange> earlier : queued.entrySet()) {
                Datum end = earlier.getValue().change().after();
                Datum begin = change.before();
                if (end == null ? begin == null : begin != null && end.same(begin)) {
                    entry = earlier.getKey();
                    break;
                }
            }
        }
        add(entry, change);
    }

    void overflow() {
        skipped += queued.size();
        queued.clear();
    }

    boolean isHalfFull() {
        return queued.size() > limit / 2;
    }

    boolean isEmpty() {
        return queued.isEmpty() && skipped == 0;
    }

    boolean isOverflown() {
        return skipped > 0;
    }

    boolean startsWithInsert() {
        return skipped == 0 && !queued.isEmpty() && first().change().before() == null;
    }

    private QueuedChange first() {
        return queued.values().iterator().next();
    }

    Item next() {
        if (skipped > 0) {
            Item overflow = new Skipped(skipped);
            skipped = 0;
            return overflow;
        }
        Object entry = queued.keySet().iterator().next();
        @Nullable QueuedChange next = queued.remove(entry);
        return next == null ? new Skipped(0) : next;
    }

    void clear() {
        queued.clear();
        skipped = 0;
    }
}
