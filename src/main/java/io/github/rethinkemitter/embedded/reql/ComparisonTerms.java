package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Ordering;
import java.util.function.IntPredicate;

/** Comparisons. With more than two arguments, each must compare with the next one. */
final class ComparisonTerms {
    private ComparisonTerms() {}

    static void register(Registry registry) {
        add(registry, 17, "EQ", order -> order == 0);
        registry.add(18, "NE", 2, -1, call -> Val.of(!holds(call, order -> order == 0)));
        add(registry, 19, "LT", order -> order < 0);
        add(registry, 20, "LE", order -> order <= 0);
        add(registry, 21, "GT", order -> order > 0);
        add(registry, 22, "GE", order -> order >= 0);
    }

    private static void add(Registry registry, int type, String name, IntPredicate wanted) {
        registry.add(type, name, 2, -1, call -> Val.of(holds(call, wanted)));
    }

    private static boolean holds(Call call, IntPredicate wanted) {
        for (int i = 1; i < call.size(); i++) {
            if (!wanted.test(Ordering.compare(call.datum(i - 1), call.datum(i)))) {
                return false;
            }
        }
        return true;
    }
}
