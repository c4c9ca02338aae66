package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Ordering;
import io.github.rethinkemitter.embedded.data.Range;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Aggregations: terms that turn a sequence into a single value. */
final class AggregateTerms {
    private AggregateTerms() {}

    static void register(Registry registry) {
        registry.add(43, "count", 1, 2, AggregateTerms::count);
        registry.add(
                86, "is_empty", 1, 1, call -> Val.of(!call.seq(0).iterator().hasNext()));
        registry.add(93, "contains", 1, -1, AggregateTerms::contains);
        registry.add(37, "reduce", 2, 2, AggregateTerms::reduce);
        registry.add(145, "sum", 1, 2, Set.of("index"), AggregateTerms::sum);
        registry.add(146, "avg", 1, 2, Set.of("index"), AggregateTerms::average);
        registry.add(147, "min", 1, 2, Set.of("index"), call -> extreme(call, "min", -1));
        registry.add(148, "max", 1, 2, Set.of("index"), call -> extreme(call, "max", 1));
        registry.add(87, "offsets_of", 2, 2, AggregateTerms::offsets);
    }

    private static Val count(Call call) {
        if (call.size() == 1 && (call.arg(0) instanceof Val.Value || call.arg(0) instanceof Val.Row)) {
            OptionalInt length = lengthOf(call.datum(0));
            if (length.isPresent()) {
                return Val.of((double) length.getAsInt());
            }
        }
        double count = 0;
        Seq seq = call.finite(0);
        if (call.size() == 1 && seq.kind() == Seq.Kind.TABLE) {
            seq.requireTable().checkRead();
            return Val.of((double) seq.requireTable().table().size());
        }
        for (Iterator<Datum> elements = seq.iterator(); elements.hasNext(); ) {
            Datum element = elements.next();
            if (call.size() == 1 || matches(call, 1, element)) {
                count++;
            }
        }
        if (count == 0 && call.inGroup()) {
            throw empty("count"); // the group is left out of the result
        }
        return Val.of(count);
    }

    /** The length of a binary, a string or an object; empty for all other values. */
    private static OptionalInt lengthOf(Datum datum) {
        if (datum instanceof Datum.Bin bin) {
            return OptionalInt.of(bin.value().length);
        }
        if (datum instanceof Datum.Str text) {
            return OptionalInt.of(text.value().codePointCount(0, text.value().length()));
        }
        return datum instanceof Obj object ? OptionalInt.of(object.fields().size()) : OptionalInt.empty();
    }

    private static boolean matches(Call call, int arg, Datum element) {
        return call.arg(arg) instanceof Val.Fn fn
                ? Values.isTrue(fn.func().value(element))
                : element.same(call.datum(arg));
    }

    private static Val contains(Call call) {
        List<Integer> wanted =
                new ArrayList<>(IntStream.range(1, call.size()).boxed().toList());
        for (Iterator<Datum> elements = call.elements(0); elements.hasNext() && !wanted.isEmpty(); ) {
            Datum element = elements.next();
            // An element matches one argument only: a value that is given twice must be in the sequence twice.
            for (Iterator<Integer> open = wanted.iterator(); open.hasNext(); ) {
                if (matches(call, open.next(), element)) {
                    open.remove();
                    break;
                }
            }
        }
        return Val.of(wanted.isEmpty());
    }

    private static Val reduce(Call call) {
        Func func = call.func(1);
        Iterator<Datum> elements = call.elements(0);
        if (!elements.hasNext()) {
            throw ReqlException.missing("Cannot reduce over an empty stream.");
        }
        Datum result = elements.next();
        while (elements.hasNext()) {
            result = func.value(result, elements.next());
        }
        return Val.of(result);
    }

    private static @Nullable Datum valueOf(Call call, Datum element) {
        if (call.size() == 1) {
            return element;
        }
        try {
            return call.funcOrField(1).value(element);
        } catch (ReqlException missing) {
            if (missing.type() == ErrorType.NON_EXISTENCE) {
                return null;
            }
            throw missing;
        }
    }

    private static Val sum(Call call) {
        double sum = 0;
        boolean any = false;
        for (Iterator<Datum> elements = call.elements(0); elements.hasNext(); ) {
            Datum value = valueOf(call, elements.next());
            any |= value != null;
            sum += value == null ? 0 : Values.number(value);
        }
        if (!any && call.inGroup()) {
            throw empty("sum"); // the group is left out of the result
        }
        return Val.of(sum);
    }

    private static Val average(Call call) {
        double sum = 0;
        double count = 0;
        for (Iterator<Datum> elements = call.elements(0); elements.hasNext(); ) {
            Datum value = valueOf(call, elements.next());
            if (value != null) {
                sum += Values.number(value);
                count++;
            }
        }
        if (count == 0) {
            throw empty("average");
        }
        return Val.of(sum / count);
    }

    private static ReqlException empty(String what) {
        return ReqlException.missing("Cannot take the " + what + " of an empty stream.  (If you passed `" + what
                + "` a field name, it may be that no elements of the stream had that field.)");
    }

    private static Val extreme(Call call, String name, int sign) {
        Seq seq = call.finite(0);
        if (call.has("index")) {
            return byIndex(call, name, sign);
        }
        Datum best = null;
        Datum bestValue = null;
        for (Iterator<Datum> elements = seq.iterator(); elements.hasNext(); ) {
            Datum element = elements.next();
            Datum value = valueOf(call, element);
            if (value != null && (bestValue == null || Ordering.compare(value, bestValue) * sign > 0)) {
                best = element;
                bestValue = value;
            }
        }
        if (best == null) {
            throw empty(name);
        }
        return Val.of(best);
    }

    private static Val byIndex(Call call, String name, int sign) {
        OpenTable table = call.table(0);
        Range range = Range.ALL.over(TableTerms.secondaryIndex(table, call.index()));
        Slice.Sorting sorting = sign < 0 ? Slice.Sorting.ASCENDING : Slice.Sorting.DESCENDING;
        Seq sorted = Seq.of(Seq.Kind.TABLE_SLICE, table, new Slice(List.of(range), sorting, null));
        Iterator<Datum> elements = sorted.iterator();
        if (!elements.hasNext()) {
            throw ReqlException.missing("`" + name + "` found no entries in the specified index.");
        }
        Obj document = Values.object(elements.next());
        Datum key = Fields.get(document, table.table().primaryKey());
        return new Val.Row(table, key, document, sorted.first(1, sorted::iterator));
    }

    private static Val offsets(Call call) {
        AtomicLong at = new AtomicLong();
        return SequenceTerms.arrayOrStream(call, call.seq(0).mapped((element, next) -> {
            long offset = at.getAndIncrement();
            if (matches(call, 1, element)) {
                next.accept(Datum.of((double) offset));
            }
        }));
    }
}
