package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.internal.flow.DocumentKey;
import io.github.rethinkemitter.internal.flow.DocumentRange;
import io.github.rethinkemitter.internal.flow.DocumentRange.Place;
import io.github.rethinkemitter.internal.flow.TimelineReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the documents of a range, in its order. The keys of a page are read first. Then its documents are read in portions that
 * weigh no more than {@link #PORTION}, or are one document.
 *
 * <p>A page that is full may end within the documents of one {@code ts}, of which it has any. These are left to the next page.
 * When all of a page have the same {@code ts}, the documents of this {@code ts} are read by their ids.
 *
 * <p>Used by one thread. A call that fails may be repeated: nothing is skipped.
 */
final class DocumentPages {

    static final int FEWEST = 16;
    static final int MOST = 1_000;

    /** Keys of one {@code ts} that are read together. The database compares all of them, so this is done seldom. */
    static final int MOST_AT_ONE_TIME = 10_000;

    /** Characters of the documents that are in memory together. */
    static final long PORTION = 1 << 20;

    // The database looks at all documents of a page, also when nobody wants more than the first.
    private static final long PAGE = 8 * PORTION;
    private static final int GROWTH = 4;

    private DocumentRange rest;
    private final Deque<DocumentKey> keys = new ArrayDeque<>();
    private int size = FEWEST;
    private boolean withinOneTime; // the place of the rest is among documents that are read by their ids
    private boolean atEnd;

    DocumentPages(DocumentRange range) {
        this.rest = range;
    }

    /** The documents that come next, which {@link #taken} has to confirm; empty behind the last one. */
    List<DocumentKey> next(TimelineReader reader) throws IOException {
        while (keys.isEmpty() && !atEnd) {
            readKeys(reader);
        }
        List<DocumentKey> portion = new ArrayList<>();
        long weight = 0;
        for (DocumentKey key : keys) {
            weight += key.weight();
            if (portion.size() == MOST || (weight > PORTION && !portion.isEmpty())) {
                break;
            }
            portion.add(key);
        }
        return portion;
    }

    /** These documents were read. */
    void taken(List<DocumentKey> portion) {
        portion.forEach(key -> keys.remove());
    }

    private void readKeys(TimelineReader reader) throws IOException {
        if (withinOneTime) {
            readKeysAtOneTime(reader);
            return;
        }
        List<DocumentKey> page = reader.keys(rest, size);
        if (page.isEmpty()) {
            atEnd = true;
            return;
        }
        DocumentKey last = page.get(page.size() - 1);
        List<DocumentKey> whole = page.size() < size ? page : earlierThan(page, last);
        if (whole.isEmpty()) {
            beginAt(last.ts());
        } else {
            add(whole);
        }
        learn(page);
    }

    private static List<DocumentKey> earlierThan(List<DocumentKey> page, DocumentKey last) {
        return page.stream().filter(key -> !key.ts().equals(last.ts())).toList();
    }

    private void beginAt(Instant ts) {
        withinOneTime = true;
        Place after = rest.after();
        boolean isWithin = after != null && after.ts().equals(ts) && after.id() != null;
        rest = isWithin ? rest : rest.behind(new Place(ts, null));
    }

    private void readKeysAtOneTime(TimelineReader reader) throws IOException {
        Place before = rest.after();
        List<DocumentKey> page = reader.keysAtOneTime(rest, MOST_AT_ONE_TIME);
        if (!page.isEmpty()) {
            add(page);
        }
        if (page.size() < MOST_AT_ONE_TIME) {
            withinOneTime = false;
            leave(before, page);
        }
    }

    // So that the database need not compare very many ids again only to find that none is left. Fewer are compared
    // again, since
    // documents that have come meanwhile may have the same time.
    private void leave(@Nullable Place before, List<DocumentKey> page) {
        boolean isLong = before != null && before.id() != null;
        if (before != null && (isLong || page.isEmpty())) {
            rest = rest.behind(new Place(before.ts(), null));
        }
    }

    private void add(List<DocumentKey> page) {
        keys.addAll(page);
        rest = rest.behind(Place.of(page.get(page.size() - 1)));
    }

    private void learn(List<DocumentKey> page) {
        long weight = page.stream().mapToLong(DocumentKey::weight).sum();
        double fitting = (double) size * PAGE / Math.max(1, weight);
        size = (int) Math.max(FEWEST, Math.min(Math.min(MOST, size * GROWTH), fitting));
    }
}
