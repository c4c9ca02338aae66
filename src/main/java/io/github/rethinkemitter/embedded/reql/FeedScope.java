package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Change;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Range;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documents that a changefeed follows.
 *
 * @param table the table that the documents are in
 * @param ranges the keys of the documents
 * @param stages the filters and mappings before {@code changes} in the query
 * @param point whether the changefeed follows a single document, found by its primary key
 * @param top for a changefeed after {@code limit}: how many documents it follows, and in which order; null for all others
 */
record FeedScope(
        OpenTable table,
        List<Range> ranges,
        List<Stage> stages,
        boolean point,
        @Nullable Top top) {

    /**
     * The first documents in the order of an index.
     *
     * @param count how many documents
     * @param descending whether the greatest value comes first
     */
    record Top(int count, boolean descending) {}

    /**
     * A change as the changefeed's client sees it.
     *
     * @param before null when the changefeed did not include the document before the change
     * @param after null when the changefeed does not include the document after the change
     * @param placeBefore the document's place in the order before the change, -1 for none
     * @param placeAfter the document's place in the order after the change, -1 for none
     */
    record VisibleChange(@Nullable Datum before, @Nullable Datum after, int placeBefore, int placeAfter) {
        VisibleChange(@Nullable Datum before, @Nullable Datum after) {
            this(before, after, -1, -1);
        }

        /** Whether the client sees no difference. */
        boolean isNone() {
            return before == null ? after == null : after != null && before.same(after) && placeBefore == placeAfter;
        }
    }

    VisibleChange visible(Change change) {
        return new VisibleChange(project(change.before()), project(change.after()));
    }

    /** What the changefeed shows of one version of a document; null when it does not include the document. */
    @Nullable
    Datum project(@Nullable Obj document) {
        if (document == null || ranges.stream().noneMatch(range -> table.table().contains(range, document))) {
            return null;
        }
        return shown(document);
    }

    /** What the changefeed shows of a document that is in its ranges. */
    @Nullable
    Datum shown(Obj document) {
        try {
            return initial(document);
        } catch (ReqlException failed) {
            return null; // a document for which a function fails is not included, as in an index
        }
    }

    /** The same for a document that was stored before the changefeed began. Here a function that fails ends the changefeed. */
    @Nullable
    Datum initial(Obj document) {
        List<Datum> shown = new ArrayList<>(1);
        Stage.run(document, stages, shown::add);
        return shown.isEmpty() ? null : shown.get(0);
    }

    /** The stored documents in the ranges. */
    List<Obj> stored() {
        List<Obj> stored = new ArrayList<>();
        ranges.forEach(range -> stored.addAll(table.table().rows(range, false)));
        return stored;
    }

    @Nullable
    String index() {
        return ranges.isEmpty() ? null : ranges.get(0).index();
    }
}
