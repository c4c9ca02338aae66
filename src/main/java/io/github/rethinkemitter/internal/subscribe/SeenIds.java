package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The documents without a number that were had, as far back as a feed is opened again. When there are more than the limit
 * the oldest are forgotten first; a feed that reaches back to them then delivers them a second time.
 */
final class SeenIds {

    static final int LIMIT = 1_000_000;

    private final NavigableSet<Seen> seen =
            new TreeSet<>(Comparator.comparing(Seen::ts).thenComparing(Seen::id));

    private boolean told; // that some were forgotten too early

    boolean contains(StoredEvent event) {
        return seen.contains(new Seen(event.ts(), event.id()));
    }

    /** Marks a document as had, and says whether it was not before. */
    boolean add(StoredEvent event) {
        return add(new Seen(event.ts(), event.id()));
    }

    boolean add(Seen document) {
        boolean isNew = seen.add(document);
        if (seen.size() > LIMIT) {
            seen.pollFirst();
            if (!told) {
                told = true;
                Log.idsForgotten(LIMIT);
            }
        }
        return isNew;
    }

    void forget(Instant before) {
        seen.headSet(new Seen(before, ""), false).clear();
    }

    int size() {
        return seen.size();
    }
}
