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

/** Terms that take a part of a sequence by position. */
final class SliceTerms {
    private SliceTerms() {}

    static void register(Registry registry) {
        registry.add(71, "limit", 2, 2, SliceTerms::limit);
        registry.add(70, "skip", 2, 2, SliceTerms::skip);
        registry.add(30, "slice", 2, 3, Set.of("left_bound", "right_bound"), SliceTerms::slice);
        registry.add(45, "nth", 2, 2, SliceTerms::nth);
    }

    private static Val limit(Call call) {
        int most = call.integer(1);
        if (most < 0) {
            throw Located.at(
                    ReqlException.logic("LIMIT takes a non-negative argument (got " + most + ")"),
                    call.argTerm(1).place());
        }
        return part(call, 0, most);
    }

    private static Val skip(Call call) {
        int count = call.integer(1);
        return count < 0 ? slice(call) : part(call, count, Long.MAX_VALUE);
    }

    private static Val part(Call call, long from, long most) {
        Seq seq = call.seq(0);
        if (seq.feed() != null && from == 0) {
            return Val.of(seq.mapped(new FirstOf(most)));
        }
        if (seq.kind() == Seq.Kind.ARRAY) {
            List<Datum> items = seq.toList(call.env().limits().array());
            int start = (int) Math.min(from, items.size());
            int end = (int) Math.min(items.size(), most == Long.MAX_VALUE ? most : start + most);
            return Val.of(new Arr(items.subList(start, end)));
        }
        return Val.of(seq.part(() -> new Part(seq.iterator(), from, most)));
    }

    private static Val slice(Call call) {
        int from = call.integer(1) + (TableTerms.isOpen(call, "left_bound", false) ? 1 : 0);
        boolean toEnd = call.size() == 2;
        int to = toEnd ? -1 : call.integer(2);
        if (!TableTerms.isOpen(call, "right_bound", true) && !toEnd) {
            to++;
        }
        if (call.arg(0) instanceof Val.Value value && !(value.datum() instanceof Arr)) {
            return cut(value.datum(), from, toEnd ? Integer.MAX_VALUE : to);
        }
        if (from >= 0 && (toEnd || to >= 0)) {
            return part(call, from, toEnd ? Long.MAX_VALUE : Math.max(0, to - from));
        }
        List<Datum> items = call.seq(0).toList(call.env().limits().array());
        int start = from < 0 ? Math.max(0, items.size() + from) : Math.min(from, items.size());
        int end = toEnd ? items.size() : to < 0 ? items.size() + to : Math.min(to, items.size());
        return Val.of(new Arr(items.subList(start, Math.max(start, end))));
    }

    private static Val cut(Datum datum, int from, int to) {
        if (datum instanceof Datum.Bin bin) {
            int length = bin.value().length;
            int start = start(from, length);
            return Val.of(new Datum.Bin(Arrays.copyOfRange(bin.value(), start, end(start, to, length))));
        }
        int[] points = Values.string(datum).codePoints().toArray();
        int start = start(from, points.length);
        return Val.of(new String(points, start, end(start, to, points.length) - start));
    }

    private static int start(int from, int length) {
        return Math.min(length, from < 0 ? Math.max(0, length + from) : from);
    }

    private static int end(int start, int to, int length) {
        return Math.max(start, to < 0 ? length + to : Math.min(to, length));
    }

    static Val nth(Call call) {
        int wanted = call.integer(1);
        Seq seq = call.ended(0);
        if (wanted < 0) {
            List<Datum> items = seq.toList(call.env().limits().array());
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

    /** An element of a selection can still be changed in its table. */
    static Val element(Seq seq, Datum element) {
        OpenTable table = seq.table();
        if (table != null && seq.isSelection() && element instanceof Obj document) {
            return new Val.Row(table, Fields.get(document, table.table().primaryKey()), document);
        }
        return Val.of(element);
    }

    /** Some of the elements, read only as far as needed. */
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
