package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The documents without a number that have come, as far back as a feed may be opened again. Beyond the limit the oldest are
 * forgotten; a feed that reaches back to a forgotten document delivers it a second time.
 */
final class SeenIds {

    static final int LIMIT = 1_000_000;

    private final NavigableSet<Seen> seen =
            new TreeSet<>(Comparator.comparing(Seen::ts).thenComparing(Seen::id));

    private boolean lossLogged; // that documents are forgotten too early

    boolean contains(StoredEvent event) {
        return seen.contains(new Seen(event.ts(), event.id()));
    }

    /** Adds a document, and says whether it is new. */
    boolean add(StoredEvent event) {
        return add(new Seen(event.ts(), event.id()));
    }

    boolean add(Seen document) {
        boolean isNew = seen.add(document);
        if (seen.size() > LIMIT) {
            seen.pollFirst();
            if (!lossLogged) {
                lossLogged = true;
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
