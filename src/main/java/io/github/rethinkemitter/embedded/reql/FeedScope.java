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
 * Which documents a changefeed follows.
 *
 * @param table the table
 * @param ranges the part of the table
 * @param stages filters and mappings that stood before {@code changes}
 * @param point whether it follows one document only
 * @param top which of the first documents it follows, null when all
 */
record FeedScope(
        OpenTable table,
        List<Range> ranges,
        List<Stage> stages,
        boolean point,
        @Nullable Top top) {

    /**
     * The first documents only.
     *
     * @param most how many
     * @param descending whether the order is that from the greatest value down
     */
    record Top(int most, boolean descending) {}

    /**
     * One change as this feed sees it.
     *
     * @param before null when it was not in the feed's part
     * @param after null when it no longer is
     * @param placeBefore its place in the order before, -1 when it had none
     * @param placeAfter its place in the order now, -1 when it has none
     */
    record Seen(@Nullable Datum before, @Nullable Datum after, int placeBefore, int placeAfter) {
        Seen(@Nullable Datum before, @Nullable Datum after) {
            this(before, after, -1, -1);
        }

        boolean nothing() {
            return before == null ? after == null : after != null && before.same(after) && placeBefore == placeAfter;
        }
    }

    Seen see(Change change) {
        return new Seen(project(change.before()), project(change.after()));
    }

    /** What the feed shows of one version of a document, null when it is none of its. */
    @Nullable
    Datum project(@Nullable Obj document) {
        if (document == null || ranges.stream().noneMatch(range -> table.table().contains(range, document))) {
            return null;
        }
        return shown(document);
    }

    /** What the feed shows of a document that is in its ranges. */
    @Nullable
    Datum shown(Obj document) {
        try {
            return initial(document);
        } catch (ReqlException failed) {
            return null; // as in an index, a document whose function fails is not in it
        }
    }

    /** The same of a document that was stored before the feed began, where a function that fails ends the feed. */
    @Nullable
    Datum initial(Obj document) {
        List<Datum> shown = new ArrayList<>(1);
        Stage.run(document, stages, shown::add);
        return shown.isEmpty() ? null : shown.get(0);
    }

    /** The stored documents of its part. */
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
