package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Grouping: what follows is done to each group. */
final class GroupTerms {
    private static final int UNGROUP = 150;
    // The terms that, given groups, work on each of them.
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
        SortedMap<GroupKey, List<Datum>> groups = new TreeMap<>();
        OpenTable table = call.has("index") ? call.table(0) : null;
        String index = table == null ? null : TableTerms.secondary(table, call.index());
        for (Iterator<Datum> elements = call.elements(0); elements.hasNext(); ) {
            Datum element = elements.next();
            List<Datum> parts = parts(call, element);
            if (table == null) {
                keys(parts, multi).forEach(key -> add(groups, key, element));
                continue;
            }
            Obj document = Values.object(element);
            List<Datum> values = index == null
                    ? List.of(Fields.get(document, table.table().primaryKey()))
                    : table.table().index(index).values(document);
            for (Datum value : values) {
                List<Datum> with = new ArrayList<>(parts);
                with.add(value);
                keys(with, multi).forEach(key -> add(groups, key, element));
            }
        }
        SortedMap<GroupKey, Val> result = new TreeMap<>();
        groups.forEach((key, elements) -> result.put(key, Val.of(new Arr(elements))));
        return new Val.Grouped(result);
    }

    private static void add(SortedMap<GroupKey, List<Datum>> groups, Datum key, Datum element) {
        groups.computeIfAbsent(new GroupKey(key), name -> new ArrayList<>()).add(element);
    }

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

    /** The groups of an element: one, or with {@code multi} one for each element of parts that are arrays. */
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

    /** Groups as the client gets them. */
    static Datum datum(Val.Grouped grouped) {
        List<Datum> pairs = new ArrayList<>();
        grouped.groups().forEach((key, value) -> {
            Datum reduced = value instanceof Val.Rows rows ? rows.seq().toArray() : Values.datum(value);
            pairs.add(Arr.of(key.value(), reduced));
        });
        return Obj.of(Obj.PSEUDO, "GROUPED_DATA", "data", new Arr(pairs));
    }
}
