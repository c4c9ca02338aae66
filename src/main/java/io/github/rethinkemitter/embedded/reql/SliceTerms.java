package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;

/** {@code limit}, {@code skip}, {@code slice} and {@code nth}. */
final class SliceTerms {
    private SliceTerms() {}

    static void register(Registry registry) {
        registry.add(71, "limit", 2, 2, SliceTerms::limit);
        registry.add(70, "skip", 2, 2, SliceTerms::skip);
        registry.add(30, "slice", 2, 3, Set.of("left_bound", "right_bound"), SliceTerms::slice);
        registry.add(45, "nth", 2, 2, SliceTerms::nth);
    }

    private static Val limit(Call call) {
        int count = call.integer(1);
        if (count < 0) {
            throw LocatedException.at(
                    ReqlException.logic("LIMIT takes a non-negative argument (got " + count + ")"),
                    call.argTerm(1).place());
        }
        return part(call, 0, count);
    }

    private static Val skip(Call call) {
        return slice(call, new Bounds(call.whole(1), false, -1, false));
    }

    private static Val slice(Call call) {
        boolean leftOpen = TableTerms.isOpen(call, "left_bound", false);
        return slice(
                call,
                call.size() == 2
                        ? new Bounds(call.whole(1), leftOpen, -1, false)
                        : new Bounds(
                                call.whole(1), leftOpen, call.whole(2), TableTerms.isOpen(call, "right_bound", true)));
    }

    /**
     * The bounds of a slice, as the query gives them.
     *
     * @param from the first position; a negative one counts from the end
     * @param fromOpen whether the slice excludes the first position
     * @param to the last position; a negative one counts from the end
     * @param toOpen whether the slice excludes the last position
     */
    private record Bounds(long from, boolean fromOpen, long to, boolean toOpen) {
        int start(int size) {
            return position(from, size, fromOpen);
        }

        int end(int size) {
            return Math.max(start(size), position(to, size, !toOpen));
        }

        private static int position(long index, int size, boolean after) {
            if (index < 0 && -index > size) {
                return 0;
            }
            return (int) Math.min(size, (index < 0 ? size + index : index) + (after ? 1 : 0));
        }

        /** How many elements of a stream to skip. Positions in a stream cannot count from its end. */
        long skipped() {
            if (from < 0) {
                throw ReqlException.logic("Cannot use a negative left index on a stream.");
            }
            return fromOpen ? from + 1 : from;
        }

        /** How many elements of a stream to take. */
        long count() {
            if (to < -1) {
                throw ReqlException.logic("Cannot use a right index < -1 on a stream.");
            }
            if (to == -1 && toOpen) {
                throw ReqlException.logic("Cannot slice to an open right index of -1 on a stream.");
            }
            return to == -1 ? Long.MAX_VALUE : Math.max(0, (toOpen ? to : to + 1) - skipped());
        }
    }

    private static Val slice(Call call, Bounds bounds) {
        if (call.arg(0) instanceof Val.Value || call.arg(0) instanceof Val.Row) {
            return Val.of(cut(call.datum(0), bounds));
        }
        return part(call, bounds.skipped(), bounds.count());
    }

    private static Datum cut(Datum datum, Bounds bounds) {
        if (datum instanceof Arr arr) {
            return new Arr(arr.items().subList(bounds.start(arr.size()), bounds.end(arr.size())));
        }
        if (datum instanceof Datum.Bin bin) {
            int length = bin.value().length;
            return new Datum.Bin(Arrays.copyOfRange(bin.value(), bounds.start(length), bounds.end(length)));
        }
        if (datum instanceof Datum.Str text) {
            int[] points = text.value().codePoints().toArray();
            int start = bounds.start(points.length);
            return Datum.of(new String(points, start, bounds.end(points.length) - start));
        }
        throw datum.mismatch("Expected ARRAY, BINARY, or STRING, but found " + datum.typeName() + ".");
    }

    private static Val part(Call call, long from, long count) {
        Seq seq = call.seq(0);
        if (seq.feed() != null) {
            return Val.of(seq.mapped(new FeedSlice(from, count)));
        }
        if (seq.kind() == Seq.Kind.ARRAY) {
            return Val.of(cut(seq.toArray(), new Bounds(from, false, Math.min(Integer.MAX_VALUE, count) + from, true)));
        }
        Supplier<Iterator<Datum>> elements = () -> new Part(seq.iterator(), from, count);
        return Val.of(from == 0 ? seq.first(count, elements) : seq.part(elements));
    }

    static Val nth(Call call) {
        int wanted = call.integer(1);
        Seq seq = call.finite(0);
        if (wanted < -1 && seq.kind() != Seq.Kind.ARRAY) {
            throw ReqlException.logic("Cannot use an index < -1 (" + wanted + ") on a stream.");
        }
        if (wanted < 0) {
            List<Datum> items = seq.toList(Integer.MAX_VALUE);
            if (items.size() + wanted < 0) {
                throw outOfBounds(wanted);
            }
            return element(seq, items.get(items.size() + wanted));
        }
        Iterator<Datum> elements = seq.iterator();
        for (int i = 0; i < wanted && elements.hasNext(); i++) {
            elements.next();
        }
        if (!elements.hasNext()) {
            throw outOfBounds(wanted);
        }
        return element(seq, elements.next());
    }

    private static ReqlException outOfBounds(int index) {
        return ReqlException.missing("Index out of bounds: " + index);
    }

    /** An element of a sequence. An element of a selection is a selection, too, so that it can be updated or deleted. */
    static Val element(Seq seq, Datum element) {
        OpenTable table = seq.table();
        if (table != null && seq.isSelection() && element instanceof Obj document) {
            return new Val.Row(table, Fields.get(document, table.table().primaryKey()), document, null);
        }
        return Val.of(element);
    }

    /** Some of the elements. Reads the source only as far as needed. */
    private static final class Part implements Iterator<Datum> {
        private final Iterator<Datum> source;
        private long toSkip;
        private long left;

        Part(Iterator<Datum> source, long toSkip, long left) {
            this.source = source;
            this.toSkip = toSkip;
            this.left = left;
        }

        @Override
        public boolean hasNext() {
            while (toSkip > 0 && source.hasNext()) {
                source.next();
                toSkip--;
            }
            return left > 0 && source.hasNext();
        }

        @Override
        public Datum next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            left--;
            return source.next();
        }
    }
}
