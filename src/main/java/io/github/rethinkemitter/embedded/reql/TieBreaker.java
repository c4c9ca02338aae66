package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code orderBy} with an index and a second order: sorts the documents that have the same value in the index. */
final class TieBreaker implements Iterator<Datum> {
    private final Seq seq;
    private final Iterator<Datum> source;
    private final Comparator<Datum> ties;
    private Iterator<Datum> ready = List.<Datum>of().iterator();
    private @Nullable Datum ahead;

    TieBreaker(Seq byIndex, Comparator<Datum> ties) {
        this.seq = byIndex;
        this.source = byIndex.iterator();
        this.ties = ties;
    }

    @Override
    public boolean hasNext() {
        return ready.hasNext() || ahead != null || source.hasNext();
    }

    @Override
    public Datum next() {
        if (!ready.hasNext()) {
            ready = nextOfSameValue();
        }
        return ready.next();
    }

    private Iterator<Datum> nextOfSameValue() {
        List<Datum> same = new ArrayList<>();
        same.add(ahead != null ? ahead : source.next());
        ahead = null;
        List<Datum> value = valueOf(same.get(0));
        while (source.hasNext() && ahead == null) {
            Datum next = source.next();
            if (valueOf(next).equals(value)) {
                same.add(next);
            } else {
                ahead = next;
            }
        }
        same.sort(ties);
        return same.iterator();
    }

    private List<Datum> valueOf(Datum document) {
        OpenTable table = seq.requireTable();
        Slice slice = seq.slice();
        String index = slice == null ? null : slice.ranges().get(0).index();
        Obj object = Values.object(document);
        return index == null
                ? List.of(Fields.get(object, table.table().primaryKey()))
                : table.table().index(index).values(object);
    }
}
