package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Range;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.StoreKey;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Joins, whose results are pairs {@code {left, right}}, and {@code zip}, which merges the two of a pair. */
final class JoinTerms {
    private static final String LEFT = "left";
    private static final String RIGHT = "right";

    private JoinTerms() {}

    static void register(Registry registry) {
        registry.add(48, "inner_join", 3, 3, call -> join(call, false));
        registry.add(49, "outer_join", 3, 3, call -> join(call, true));
        registry.add(50, "eqjoin", 3, 3, Set.of("index", "ordered"), JoinTerms::eqJoin);
        registry.add(
                72,
                "zip",
                1,
                1,
                call -> SequenceTerms.arrayOrStream(call, call.seq(0).mapped(new Zip())));
    }

    private static Obj pair(Datum left, Datum right) {
        return Obj.of(LEFT, left, RIGHT, right);
    }

    private static Val join(Call call, boolean outer) {
        Func predicate = call.funcOrConstant(2);
        return SequenceTerms.arrayOrStream(call, call.seq(0).mapped((Stage.Spreading) (left, next) -> {
            boolean found = false;
            // The right side is evaluated for each element of the left, because a sequence can be read only once.
            Seq rights = Values.seq(call.evaluator().eval(call.argTerm(1), call.scope()))
                    .requireFinite();
            for (Iterator<Datum> each = rights.iterator(); each.hasNext(); ) {
                Datum right = each.next();
                if (Values.isTrue(predicate.value(left, right))) {
                    found = true;
                    next.accept(pair(left, right));
                }
            }
            if (outer && !found) {
                next.accept(Obj.of(LEFT, left));
            }
        }));
    }

    private static Val eqJoin(Call call) {
        Seq lefts = call.seq(0);
        OpenTable table = call.table(2);
        Func key = call.funcOrField(1);
        String index = TableTerms.secondaryIndex(table, call.index());
        Seq joined = lefts.mapped((Stage.Spreading) (left, next) -> {
            Datum wanted = keyOf(key, left);
            if (wanted != null) {
                find(table, index, wanted, right -> next.accept(pair(left, right)));
            }
        });
        return SequenceTerms.arrayOrStream(call, joined.eager());
    }

    private static @Nullable Datum keyOf(Func key, Datum left) {
        try {
            Datum value = key.value(left);
            return value instanceof Datum.Null ? null : value;
        } catch (ReqlException missing) {
            if (missing.type() == ErrorType.NON_EXISTENCE) {
                return null;
            }
            throw missing;
        }
    }

    private static void find(OpenTable table, @Nullable String index, Datum key, Consumer<Datum> found) {
        table.checkRead();
        if (index == null) {
            Obj document = table.table().get(StoreKey.of(key));
            if (document != null) {
                found.accept(document);
            }
        } else {
            List.copyOf(table.table().rows(Range.only(index, key), false)).forEach(found);
        }
    }

    /** Merges the two sides of a pair. A left element without a right one stays as it is. */
    static final class Zip implements Stage {
        @Override
        public void accept(Datum element, Consumer<Datum> next) {
            Obj pair = Values.object(element);
            Datum left = pair.get(LEFT);
            if (left == null) {
                throw ReqlException.logic("ZIP can only be called on the result of a join.");
            }
            Datum right = pair.get(RIGHT);
            next.accept(right == null ? left : Fields.merge(left, right));
        }
    }
}
