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
 * A part of a table that a changefeed can follow.
 *
 * @param ranges the keys of the documents: several ranges after {@code getAll} with several keys, else one
 * @param sorting the order of the documents
 * @param limit how many of the first documents are included, null for all
 */
record Slice(List<Range> ranges, Sorting sorting, @Nullable Limit limit) {
    static final Slice ALL = new Slice(List.of(Range.ALL), Sorting.UNORDERED, null);

    /**
     * The limit of a {@code limit} term.
     *
     * @param count the number of documents
     * @param stages the filters and mappings before the {@code limit}
     */
    record Limit(long count, List<Stage> stages) {}

    /** Whether the documents are in the order of an index. */
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
