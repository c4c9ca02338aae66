package io.github.rethinkemitter.internal.flow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The documents with {@code from <= ts < to}, in the order of their {@code ts}, and those with the same {@code ts} in the order in
 * which the database has their ids; or in the opposite order.
 *
 * @param after the documents behind this place; null for all
 */
public record DocumentRange(
        Instant from,
        Instant to,
        boolean newestFirst,
        @Nullable Place after) {

    /**
     * A place in the order.
     *
     * @param id that of a document, as JSON; null for the place behind all documents with this {@code ts}
     */
    public record Place(Instant ts, @Nullable String id) {

        /** The place of a document. */
        public static Place of(DocumentKey key) {
            return new Place(key.ts(), key.id());
        }
    }

    /** The rest of the range. */
    public DocumentRange behind(Place place) {
        return new DocumentRange(from, to, newestFirst, place);
    }

    public boolean holds(Instant ts) {
        return !ts.isBefore(from) && ts.isBefore(to);
    }
}
