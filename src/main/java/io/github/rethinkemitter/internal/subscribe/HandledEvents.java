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
 * What observers have had, as it is to be written down: not what was merely handed to them. Safe for use by many threads.
 */
final class HandledEvents {

    private final Map<String, Line> lines = new HashMap<>(); // guarded by this, as is the next
    private List<Seen> unwritten = new ArrayList<>(); // documents without a number; numbers cost next to nothing
    private List<Seen> writing = List.of(); // those of the write that is under way
    private boolean frozen;
    private boolean joined;
    private final boolean lasting;

    private static final class Line {
        private final Watermark had;
        private Instant newest;

        private Line(Watermark had, Instant newest) {
            this.had = had;
            this.newest = newest;
        }

        private Mark mark() {
            return new Mark(had.next(), had.gapList(), newest);
        }
    }

    /** @param lasting whether it is ever written down; remembers nothing otherwise */
    HandledEvents(boolean lasting) {
        this.lasting = lasting;
    }

    synchronized void restore(Bookmark bookmark) {
        joined = bookmark.startRecorded();
        bookmark.marks().forEach((src, mark) -> lines.put(src, new Line(Watermark.of(mark), mark.newest())));
    }

    /** All that was stored when the subscription began was added. */
    synchronized void join() {
        joined = true;
    }

    void add(StoredEvent event) {
        if (lasting) {
            note(event);
        }
    }

    private synchronized void note(StoredEvent event) {
        String src = event.src();
        if (frozen) {
            return;
        }
        if (src == null) {
            unwritten.add(new Seen(event.ts(), event.id()));
            return;
        }
        Line line = lines.computeIfAbsent(src, key -> new Line(new Watermark(event.seq()), event.ts()));
        line.had.add(event.seq());
        line.newest = event.ts().isAfter(line.newest) ? event.ts() : line.newest;
    }

    /** Notes nothing more. */
    synchronized void freeze() {
        frozen = true;
    }

    /**
     * Describes what was handled, and forgets publishers that are silent since long before {@code from}. Of the documents
     * without a number it has those that were not written down before; {@link #written} tells what came of that.
     */
    synchronized Bookmark at(Instant position, Instant from, Instant start, boolean whole) {
        lines.values().removeIf(line -> line.newest.isBefore(from.minus(Resequencer.REMEMBERED)));
        Map<String, Mark> marks = new HashMap<>();
        lines.forEach((src, line) -> marks.put(src, line.mark()));
        List<Seen> seen = new ArrayList<>(writing);
        unwritten.stream().filter(document -> !document.ts().isBefore(from)).forEach(seen::add);
        unwritten = new ArrayList<>();
        writing = seen;
        return new Bookmark(position, from, start, joined, marks, seen, whole && !frozen);
    }

    /** What {@link #at} described last is written down, or is to be written again. */
    synchronized void written(boolean success) {
        if (success) {
            writing = List.of();
        }
    }
}
