package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Range;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table.
 *
 * @param ranges the keys, usually one range; several after {@code get_all} of several keys
 * @param sorting whether and how it is sorted
 * @param limit how many of its first documents it has, null when all
 */
record Slice(List<Range> ranges, Sorting sorting, @Nullable Limit limit) {
    static final Slice ALL = new Slice(List.of(Range.ALL), Sorting.UNORDERED, null);

    /**
     * Only so many documents.
     *
     * @param most how many
     * @param stages filters and mappings that stood before
     */
    record Limit(long most, List<Stage> stages) {}

    /** Whether the order of an index was asked for. */
    enum Sorting {
        UNORDERED,
        ASCENDING,
        DESCENDING
    }

    static Slice of(Range range) {
        return new Slice(List.of(range), Sorting.UNORDERED, null);
    }

    Iterator<Datum> iterator(OpenTable table) {
        table.checkRead();
        if (ranges.size() == 1) {
            return Collections.<Datum>unmodifiableCollection(rows(table, ranges.get(0)))
                    .iterator();
        }
        return ranges.stream()
                .flatMap(range -> rows(table, range).stream())
                .map(Datum.class::cast)
                .iterator();
    }

    private Collection<Obj> rows(OpenTable table, Range range) {
        return table.table().rows(range, sorting == Sorting.DESCENDING);
    }
}
