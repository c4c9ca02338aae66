package io.github.rethinkemitter.embedded.data;

import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A secondary index. Its entries are sorted by value, then by primary key. */
public final class Index {
    private record Entry(Datum value, String key) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int values = Ordering.compare(value, other.value);
            return values != 0 ? values : key.compareTo(other.key);
        }
    }

    // These sort before and after every encoded primary key: bounds of ranges that include, or exclude, a whole value.
    private static final String FIRST = "";
    private static final String LAST = "\uffff";

    private volatile IndexSpec spec;
    private final NavigableMap<Entry, Obj> entries = new ConcurrentSkipListMap<>();

    Index(IndexSpec spec) {
        this.spec = spec;
    }

    public IndexSpec spec() {
        return spec;
    }

    void rename(String name) {
        spec = spec.named(name);
    }

    void update(Change change) {
        Obj before = change.before();
        if (before != null) {
            for (Datum value : values(before)) {
                entries.remove(new Entry(value, change.key().latin1()));
            }
        }
        Obj after = change.after();
        if (after != null) {
            for (Datum value : values(after)) {
                entries.put(new Entry(value, change.key().latin1()), after);
            }
        }
    }

    /** The values of a document's entries: none, one, or several in a multi index. */
    public List<Datum> values(Obj document) {
        Datum value;
        try {
            value = spec.function().valueOf(document);
        } catch (ReqlException notIndexed) {
            return List.of();
        }
        if (spec.multi() && value instanceof Arr many) {
            return many.items().stream().filter(Index::canBeKey).distinct().toList();
        }
        return canBeKey(value) ? List.of(value) : List.of();
    }

    private static boolean canBeKey(Datum value) {
        if (value instanceof Arr arr) {
            return arr.items().stream().allMatch(Index::canBeKey);
        }
        return !(value instanceof Datum.Null)
                && !(value instanceof Datum.Extreme)
                && !(value instanceof Obj obj && !Times.isTime(obj));
    }

    Collection<Obj> rows(Range range, boolean descending) {
        Entry from = new Entry(range.low(), range.lowOpen() ? LAST : FIRST);
        Entry to = new Entry(range.high(), range.highOpen() ? FIRST : LAST);
        if (from.compareTo(to) > 0) {
            return List.of();
        }
        NavigableMap<Entry, Obj> within = entries.subMap(from, true, to, true);
        return (descending ? within.descendingMap() : within).values();
    }

    /** Whether an entry of this version of a document is in a range. */
    boolean contains(Range range, @Nullable Obj document) {
        return document != null && values(document).stream().anyMatch(range::contains);
    }
}
