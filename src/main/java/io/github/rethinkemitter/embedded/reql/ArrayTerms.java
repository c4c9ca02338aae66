package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Ordering;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Terms that return a changed copy of an array. */
final class ArrayTerms {
    private ArrayTerms() {}

    static void register(Registry registry) {
        registry.add(29, "append", 2, 2, call -> changed(call, items -> items.add(call.datum(1))));
        registry.add(80, "prepend", 2, 2, call -> changed(call, items -> items.add(0, call.datum(1))));
        registry.add(
                82,
                "insert_at",
                3,
                3,
                call -> changed(call, items -> items.add(gapIndex(call, items.size()), call.datum(2))));
        registry.add(
                84,
                "change_at",
                3,
                3,
                call -> changed(call, items -> items.set(elementIndex(call, items.size()), call.datum(2))));
        registry.add(83, "delete_at", 2, 3, ArrayTerms::deleteAt);
        registry.add(
                85,
                "splice_at",
                3,
                3,
                call -> changed(
                        call,
                        items -> items.addAll(
                                gapIndex(call, items.size()), call.array(2).items())));
        registry.add(
                95,
                "difference",
                2,
                2,
                call -> changed(call, items -> items.removeIf(call.array(1).items()::contains)));
        registry.add(88, "set_insert", 2, 2, call -> set(call, set -> set.add(call.datum(1))));
        registry.add(
                90,
                "set_union",
                2,
                2,
                call -> set(call, set -> set.addAll(call.array(1).items())));
        registry.add(
                89,
                "set_intersection",
                2,
                2,
                call -> set(call, set -> set.retainAll(call.array(1).items())));
        registry.add(
                91,
                "set_difference",
                2,
                2,
                call -> set(call, set -> call.array(1).items().forEach(set::remove)));
    }

    private static Val changed(Call call, Consumer<List<Datum>> change) {
        List<Datum> items = new ArrayList<>(call.array(0).items());
        change.accept(items);
        return Val.of(Arr.limited(items, call.env().limits().array()));
    }

    private static Val set(Call call, Consumer<Set<Datum>> change) {
        Set<Datum> set = new TreeSet<>(Ordering::compare);
        set.addAll(call.array(0).items());
        change.accept(set);
        return Val.of(Arr.limited(new ArrayList<>(set), call.env().limits().array()));
    }

    /** The index of an element. A negative argument counts from the end. */
    private static int elementIndex(Call call, int size) {
        int index = canonical(call.integer(1), size);
        if (index >= size) {
            throw outOfBounds(index, size);
        }
        return index;
    }

    /** The index of a place between elements, of which there is one more than there are elements. */
    private static int gapIndex(Call call, int size) {
        int index = canonical(call.integer(1), size + 1);
        if (index > size) {
            throw outOfBounds(index, size);
        }
        return index;
    }

    private static int canonical(int index, int size) {
        if (index < 0 && -(long) index > size) {
            throw ReqlException.missing("Index out of bounds: " + index);
        }
        return index < 0 ? size + index : index;
    }

    private static ReqlException outOfBounds(int index, int size) {
        return ReqlException.missing("Index `" + index + "` out of bounds for array of size: `" + size + "`.");
    }

    private static Val deleteAt(Call call) {
        return changed(call, items -> {
            int size = items.size();
            if (call.size() == 2) {
                items.remove(elementIndex(call, size));
                return;
            }
            int from = canonical(call.integer(1), size);
            int to = canonical(call.integer(2), size);
            if (from > size || to > size) {
                throw outOfBounds(from > size ? from : to, size);
            }
            if (from > to) {
                throw ReqlException.logic("Start index `" + from + "` is greater than end index `" + to + "`.");
            }
            items.subList(from, to).clear();
        });
    }
}
