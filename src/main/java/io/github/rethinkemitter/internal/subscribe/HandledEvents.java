package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Bookmark.Mark;
import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which events observers have handled, for the bookmark. Events that were only handed to observers are not among them. Safe
 * for use by many threads.
 */
final class HandledEvents {

    private final boolean lasting;
    // All below guarded by this.
    private final Map<String, HandledNumbers> publishers = new HashMap<>();
    private List<Seen> unwritten = new ArrayList<>(); // documents without a number that no bookmark has yet
    private List<Seen> writing = List.of(); // those in the bookmark that is being written
    private boolean frozen;
    private int leftOut;
    private boolean startRecorded;

    /** Which events of one publisher were handled. */
    private static final class HandledNumbers {
        private final Watermark numbers;
        private Instant newest;

        private HandledNumbers(Watermark numbers, Instant newest) {
            this.numbers = numbers;
            this.newest = newest;
        }

        private Mark mark() {
            return new Mark(numbers.next(), numbers.gapList(), newest);
        }
    }

    /** @param lasting whether bookmarks are ever written; if not, no event is remembered */
    HandledEvents(boolean lasting) {
        this.lasting = lasting;
    }

    synchronized void restore(Bookmark bookmark) {
        startRecorded = bookmark.startRecorded();
        bookmark.marks()
                .forEach((src, mark) -> publishers.put(src, new HandledNumbers(Watermark.of(mark), mark.newest())));
    }

    /** All events that were stored when the subscription began have been added. */
    synchronized void recordStart() {
        startRecorded = true;
    }

    void add(StoredEvent event) {
        if (lasting) {
            addLasting(event);
        }
    }

    private synchronized void addLasting(StoredEvent event) {
        String src = event.src();
        if (frozen) {
            return;
        }
        if (src == null) {
            unwritten.add(new Seen(event.ts(), event.id()));
            return;
        }
        HandledNumbers handled =
                publishers.computeIfAbsent(src, key -> new HandledNumbers(new Watermark(event.seq()), event.ts()));
        handled.numbers.add(event.seq());
        handled.newest = event.ts().isAfter(handled.newest) ? event.ts() : handled.newest;
    }

    /**
     * An event is never added, so that a later process takes it for new. Each may be a gap among the numbers of its publisher;
     * before gaps are forgotten no more events are added, and those from here on come again to the later process.
     */
    synchronized void leaveOut() {
        if (++leftOut >= Watermark.MAX_GAPS / 2) {
            frozen = true;
        }
    }

    /** Adds no more events. */
    synchronized void freeze() {
        frozen = true;
    }

    /**
     * Describes which events were handled, and forgets publishers that have been silent since long before {@code from}. Of
     * the documents without a number the bookmark contains those that no written bookmark contained before. The caller then
     * calls {@link #written}.
     */
    synchronized Bookmark bookmark(Instant position, Instant from, Instant start, boolean whole) {
        publishers.values().removeIf(handled -> handled.newest.isBefore(from.minus(Resequencer.REMEMBERED)));
        Map<String, Mark> marks = new HashMap<>();
        publishers.forEach((src, handled) -> marks.put(src, handled.mark()));
        List<Seen> seen = new ArrayList<>(writing);
        unwritten.stream().filter(document -> !document.ts().isBefore(from)).forEach(seen::add);
        unwritten = new ArrayList<>();
        writing = seen;
        return new Bookmark(position, from, start, startRecorded, marks, seen, whole && !frozen, 0);
    }

    /** The last bookmark was written, or its documents must be in the next one again. */
    synchronized void written(boolean success) {
        if (success) {
            writing = List.of();
        }
    }
}
