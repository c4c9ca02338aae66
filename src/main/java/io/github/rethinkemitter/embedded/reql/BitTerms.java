package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.function.LongBinaryOperator;

/** Operations on the bits of integers. As in RethinkDB an integer has 54 bits, the sign included. */
final class BitTerms {
    private static final long BOUND = 1L << 53;
    private static final long LARGEST_EXPONENT = 4096;

    private BitTerms() {}

    static void register(Registry registry) {
        combine(registry, 191, "BIT_AND", (a, b) -> a & b);
        combine(registry, 192, "BIT_OR", (a, b) -> a | b);
        combine(registry, 193, "BIT_XOR", (a, b) -> a ^ b);
        registry.add(194, "BIT_NOT", 1, 1, call -> Val.of((double) ~bits(call, 0)));
        registry.add(195, "BIT_SAL", 2, 2, BitTerms::left);
        registry.add(196, "BIT_SAR", 2, 2, BitTerms::right);
    }

    private static void combine(Registry registry, int type, String name, LongBinaryOperator operator) {
        registry.add(type, name, 1, -1, call -> {
            long result = bits(call, 0);
            for (int i = 1; i < call.size(); i++) {
                result = operator.applyAsLong(result, bits(call, i));
            }
            return Val.of((double) result);
        });
    }

    private static long bits(Call call, int i) {
        long value = call.whole(i);
        if (value < -BOUND || value >= BOUND) {
            throw ReqlException.logic("Integer too large: " + value);
        }
        return value;
    }

    private static long shift(Call call) {
        long places = call.whole(1);
        if (places < 0) {
            throw ReqlException.logic("Cannot bit-shift by a negative value");
        }
        return places;
    }

    private static Val left(Call call) {
        double value = bits(call, 0);
        return Val.of(Math.scalb(value, (int) Math.min(shift(call), LARGEST_EXPONENT)));
    }

    private static Val right(Call call) {
        long value = bits(call, 0);
        return Val.of((double) (value >> Math.min(shift(call), Long.SIZE - 1)));
    }
}
