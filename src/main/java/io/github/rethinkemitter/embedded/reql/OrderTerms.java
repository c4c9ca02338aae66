package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Ordering;
import io.github.rethinkemitter.embedded.data.Range;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code orderBy} and {@code distinct}. */
final class OrderTerms {
    static final int ASC = 73;
    static final int DESC = 74;

    private OrderTerms() {}

    static void register(Registry registry) {
        registry.add(41, "orderby", 1, -1, Set.of("index"), OrderTerms::orderBy);
        registry.add(ASC, "asc", 1, 1, call -> call.arg(0));
        registry.add(DESC, "desc", 1, 1, call -> call.arg(0));
        registry.add(42, "distinct", 1, 1, Set.of("index"), OrderTerms::distinct);
    }

    private static Val orderBy(Call call) {
        Term index = call.term().optargs().get("index");
        Seq seq = index == null ? call.finite(0) : byIndex(call, call.finite(0), index);
        if (call.size() > 1) {
            Comparator<Datum> order = order(call);
            return index == null ? sorted(call, seq, order) : Val.of(seq.part(() -> new TieBreaker(seq, order)));
        }
        if (index == null) {
            throw ReqlException.logic("Must specify something to order by.");
        }
        return Val.of(seq);
    }

    private static Comparator<Datum> order(Call call) {
        Comparator<Datum> order = comparator(call, call.argTerm(1));
        for (int i = 2; i < call.size(); i++) {
            order = order.thenComparing(comparator(call, call.argTerm(i)));
        }
        return order;
    }

    private static Val sorted(Call call, Seq seq, Comparator<Datum> order) {
        List<Datum> items = new ArrayList<>(seq.toList(call.env().limits().array()));
        items.sort(order);
        if (seq.isSelection()) {
            return Val.of(new Seq(Seq.Kind.SELECTION_ARRAY, seq.table(), null, items::iterator, List.of(), null));
        }
        return Val.of(new Arr(items));
    }

    private static Seq byIndex(Call call, Seq seq, Term index) {
        boolean descending = index.type() == DESC;
        Term named = index.type() == ASC || descending ? index.args().get(0) : index;
        String name = Values.string(Values.datum(call.evaluator().eval(named, call.scope())));
        boolean isTable = seq.kind() == Seq.Kind.TABLE || seq.kind() == Seq.Kind.TABLE_SLICE;
        if (!isTable || seq.slice() == null) {
            throw ReqlException.logic("Indexed order_by can only be performed on a TABLE or TABLE_SLICE.");
        }
        if (seq.slice().sorting() != Slice.Sorting.UNORDERED) {
            throw ReqlException.logic("Cannot perform multiple indexed ORDER_BYs on the same table.");
        }
        OpenTable table = seq.requireTable();
        String secondary = TableTerms.secondaryIndex(table, name);
        Range range = seq.slice().ranges().get(0);
        if (seq.kind() == Seq.Kind.TABLE_SLICE && !Objects.equals(range.index(), secondary)) {
            String current = range.index() == null ? table.table().primaryKey() : range.index();
            throw ReqlException.logic(
                    "Cannot order by index `" + name + "` after calling BETWEEN on index `" + current + "`.");
        }
        Slice.Sorting sorting = descending ? Slice.Sorting.DESCENDING : Slice.Sorting.ASCENDING;
        return Seq.of(Seq.Kind.TABLE_SLICE, table, new Slice(List.of(range.over(secondary)), sorting, null));
    }

    /** The order by a field or a function, ascending unless the term is {@code desc}. */
    static Comparator<Datum> comparator(Call call, Term by) {
        Val value = call.evaluator().eval(by, call.scope());
        try {
            Func func =
                    value instanceof Val.Fn fn ? fn.func() : Func.of(Fields.getter(Values.string(Values.datum(value))));
            return comparator(func, by.type() == DESC);
        } catch (ReqlException wrong) {
            throw LocatedException.at(wrong, by.place());
        }
    }

    private static Comparator<Datum> comparator(Func by, boolean descending) {
        Comparator<Datum> order = (one, other) -> {
            Datum a = valueOrNull(by, one);
            Datum b = valueOrNull(by, other);
            // In ascending order an element without the value comes first.
            return a == null ? (b == null ? 0 : -1) : b == null ? 1 : Ordering.compare(a, b);
        };
        return descending ? order.reversed() : order;
    }

    private static @Nullable Datum valueOrNull(Func by, Datum element) {
        try {
            return by.value(element);
        } catch (ReqlException missing) {
            if (missing.type() == ErrorType.NON_EXISTENCE) {
                return null;
            }
            throw missing;
        }
    }

    private static Val distinct(Call call) {
        TreeSet<Datum> values = new TreeSet<>(Ordering::compare);
        String index = call.index();
        Seq seq = call.finite(0);
        if (index == null) {
            seq.iterator().forEachRemaining(values::add);
        } else {
            OpenTable table = call.table(0);
            String secondary = TableTerms.secondaryIndex(table, index);
            seq.iterator().forEachRemaining(element -> {
                Obj document = Values.object(element);
                if (secondary == null) {
                    values.add(Fields.get(document, table.table().primaryKey()));
                } else {
                    values.addAll(table.table().index(secondary).values(document));
                }
            });
        }
        List<Datum> all = List.copyOf(values);
        return seq.kind() == Seq.Kind.ARRAY || index == null
                ? Val.of(Arr.limited(all, call.env().limits().array()))
                : Val.of(Seq.stream(all::iterator));
    }
}
