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
            27);

    private GroupTerms() {}

    static void register(Registry registry) {
        registry.add(144, "group", 1, -1, Set.of("index", "multi"), GroupTerms::group);
        registry.add(UNGROUP, "ungroup", 1, 1, GroupTerms::ungroup);
    }

    static boolean isLifted(Term term) {
        return LIFTED.contains(term.type()) && !term.args().isEmpty();
    }

    private static Val group(Call call) {
        SortedMap<GroupKey, List<Datum>> groups = new TreeMap<>();
        OpenTable table = call.has("index") ? call.table(0) : null;
        String index = table == null ? null : TableTerms.secondary(table, call.index());
        for (Iterator<Datum> elements = call.elements(0); elements.hasNext(); ) {
            Datum element = elements.next();
            if (table != null) {
                Obj document = Values.object(element);
                List<Datum> keys = index == null
                        ? List.of(Fields.get(document, table.table().primaryKey()))
                        : table.table().index(index).values(document);
                keys.forEach(key -> add(groups, key, element));
            } else {
                add(groups, key(call, element), element);
            }
        }
        SortedMap<GroupKey, Val> result = new TreeMap<>();
        groups.forEach((key, elements) -> result.put(key, Val.of(new Arr(elements))));
        return new Val.Grouped(result);
    }

    private static void add(SortedMap<GroupKey, List<Datum>> groups, Datum key, Datum element) {
        groups.computeIfAbsent(new GroupKey(key), name -> new ArrayList<>()).add(element);
    }

    private static Datum key(Call call, Datum element) {
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
        return parts.size() == 1 ? parts.get(0) : new Arr(parts);
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
