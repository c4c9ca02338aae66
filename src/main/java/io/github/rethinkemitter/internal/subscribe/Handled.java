package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Bookmark.Mark;
import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
import io.github.rethinkemitter.internal.flow.Stored;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What observers have had, as it is to be written down: not what was merely handed to them. Safe for use by many threads.
 */
final class Handled {

    // Ids are written down only while they are few, and at an orderly stop; numbers cost next to nothing.
    private static final int FEW = 1_000;

    private final Map<String, Line> lines = new HashMap<>(); // guarded by this, as is the next
    private final SeenIds ids = new SeenIds();
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
    Handled(boolean lasting) {
        this.lasting = lasting;
    }

    synchronized void restore(Bookmark bookmark) {
        joined = bookmark.joined();
        bookmark.marks().forEach((src, mark) -> lines.put(src, new Line(Watermark.of(mark), mark.newest())));
        bookmark.seen().forEach(ids::add);
    }

    /** All that was stored when the subscription began was added. */
    synchronized void join() {
        joined = true;
    }

    void add(Stored event) {
        if (lasting) {
            note(event);
        }
    }

    private synchronized void note(Stored event) {
        String src = event.src();
        if (src == null) {
            ids.add(new Seen(event.ts(), event.id()));
            return;
        }
        Line line = lines.computeIfAbsent(src, key -> new Line(new Watermark(event.seq()), event.ts()));
        line.had.add(event.seq());
        line.newest = event.ts().isAfter(line.newest) ? event.ts() : line.newest;
    }

    /** Forgets ids that are older than {@code from} and publishers that are long since, and describes the rest. */
    synchronized Bookmark at(Instant position, Instant from, Instant start, boolean whole) {
        lines.values().removeIf(line -> line.newest.isBefore(from.minus(Resequencer.REMEMBERED)));
        ids.forget(from);
        Map<String, Mark> marks = new HashMap<>();
        lines.forEach((src, line) -> marks.put(src, line.mark()));
        List<Seen> seen = whole || ids.size() <= FEW ? ids.list() : List.of();
        return new Bookmark(position, from, start, joined, marks, seen, whole);
    }
}
