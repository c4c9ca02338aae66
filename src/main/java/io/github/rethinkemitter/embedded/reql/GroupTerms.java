package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.Table;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code group} and {@code ungroup}. The terms behind {@code group} are evaluated for each group. */
final class GroupTerms {
    private static final int UNGROUP = 150;
    // The terms that are evaluated for each group when their first argument is grouped data.
    private static final Set<Integer> LIFTED = Set.of(
            43, 37, 145, 146, 147, 148, 38, 39, 40, 41, 42, 70, 71, 30, 45, 31, 32, 33, 34, 35, 93, 86, 170, 24, 25, 26,
            27, 51, 81, 187, 50, 96);
    // count, sum, avg, min, max
    private static final Set<Integer> AGGREGATIONS = Set.of(43, 145, 146, 147, 148);

    private GroupTerms() {}

    static void register(Registry registry) {
        registry.add(144, "group", 1, -1, Set.of("index", "multi"), GroupTerms::group);
        registry.add(UNGROUP, "ungroup", 1, 1, GroupTerms::ungroup);
    }

    static boolean isLifted(Term term) {
        return LIFTED.contains(term.type()) && !term.args().isEmpty();
    }

    static boolean isAggregation(Term term) {
        return AGGREGATIONS.contains(term.type());
    }

    private static Val group(Call call) {
        if (call.size() == 1 && !call.has("index")) {
            throw ReqlException.logic("Cannot group by nothing.");
        }
        boolean multi = call.bool("multi", false);
        Function<Datum, List<Datum>> valuesInIndex = call.has("index") ? valuesInIndex(call) : null;
        SortedMap<GroupKey, List<Datum>> groups = new TreeMap<>();
        for (Iterator<Datum> elements = call.elements(0); elements.hasNext(); ) {
            Datum element = elements.next();
            for (List<Datum> parts : groupings(call, element, valuesInIndex)) {
                for (Datum key : keys(parts, multi)) {
                    groups.computeIfAbsent(new GroupKey(key), group -> new ArrayList<>())
                            .add(element);
                }
            }
        }
        SortedMap<GroupKey, Val> result = new TreeMap<>();
        groups.forEach((key, elements) -> result.put(key, Val.of(new Arr(elements))));
        return new Val.Grouped(result);
    }

    /** The function that finds the values of a document in the index that the query names. */
    private static Function<Datum, List<Datum>> valuesInIndex(Call call) {
        Table table = call.table(0).table();
        String index = TableTerms.secondaryIndex(call.table(0), call.index());
        return index == null
                ? document -> List.of(Fields.get(Values.object(document), table.primaryKey()))
                : document -> table.index(index).values(Values.object(document));
    }

    /** What an element is grouped by. With an index there is one grouping for each of the element's values in it. */
    private static List<List<Datum>> groupings(
            Call call, Datum element, @Nullable Function<Datum, List<Datum>> valuesInIndex) {
        List<Datum> parts = parts(call, element);
        if (valuesInIndex == null) {
            return List.of(parts);
        }
        List<List<Datum>> groupings = new ArrayList<>();
        for (Datum value : valuesInIndex.apply(element)) {
            List<Datum> withValue = new ArrayList<>(parts);
            withValue.add(value);
            groupings.add(withValue);
        }
        return groupings;
    }

    /** The results of the functions and fields that the query groups by; {@code null} where the element has none. */
    private static List<Datum> parts(Call call, Datum element) {
        List<Datum> parts = new ArrayList<>();
        for (int i = 1; i < call.size(); i++) {
            try {
                parts.add(call.funcOrField(i).value(element));
            } catch (ReqlException missing) {
                if (missing.type() != ErrorType.NON_EXISTENCE) {
                    throw missing;
                }
                parts.add(Datum.NULL);
            }
        }
        return parts;
    }

    /**
     * The keys of an element's groups: a single key, or with {@code multi} one for each element of every part that is an
     * array.
     */
    private static List<Datum> keys(List<Datum> parts, boolean multi) {
        List<List<Datum>> keys = List.of(List.of());
        for (Datum part : parts) {
            List<Datum> choices = multi && part instanceof Arr arr ? arr.items() : List.of(part);
            List<Datum> used = choices.isEmpty() ? List.of(Datum.NULL) : choices;
            keys = keys.stream()
                    .flatMap(key -> used.stream().map(choice -> {
                        List<Datum> longer = new ArrayList<>(key);
                        longer.add(choice);
                        return List.copyOf(longer);
                    }))
                    .toList();
        }
        return keys.stream()
                .map(key -> key.size() == 1 ? key.get(0) : new Arr(key))
                .toList();
    }

    private static Val ungroup(Call call) {
        if (!(call.arg(0) instanceof Val.Grouped grouped)) {
            throw ReqlException.logic(
                    "Expected type GROUPED_DATA but found " + call.arg(0).type() + ".");
        }
        List<Datum> groups = new ArrayList<>();
        grouped.groups()
                .forEach((key, value) -> groups.add(Obj.of("group", key.value(), "reduction", Values.datum(value))));
        return Val.of(new Arr(groups));
    }

    /** Grouped data as the client gets it. */
    static Datum datum(Val.Grouped grouped) {
        List<Datum> pairs = new ArrayList<>();
        grouped.groups().forEach((key, value) -> {
            Datum reduced = value instanceof Val.Rows rows ? rows.seq().toArray() : Values.datum(value);
            pairs.add(Arr.of(key.value(), reduced));
        });
        return Obj.of(Obj.PSEUDO, "GROUPED_DATA", "data", new Arr(pairs));
    }
}
