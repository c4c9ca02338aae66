package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Numbers;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Arithmetic on numbers, and the same operators on strings, arrays and times. */
final class ArithmeticTerms {
    private ArithmeticTerms() {}

    static void register(Registry registry) {
        add(registry, 24, "add", ArithmeticTerms::add);
        add(registry, 25, "sub", ArithmeticTerms::subtract);
        add(registry, 26, "mul", ArithmeticTerms::multiply);
        add(registry, 27, "div", (a, b) -> Datum.of(number(a) / divisor(number(b))));
        registry.add(28, "mod", 2, 2, ArithmeticTerms::modulo);
        rounding(registry, 183, "floor", Math::floor);
        rounding(registry, 184, "ceil", Math::ceil);
        rounding(registry, 185, "round", value -> Math.copySign(Math.floor(Math.abs(value) + 0.5), value));
    }

    private static void add(Registry registry, int type, String name, BinaryOperator<Datum> operator) {
        registry.add(type, name, 1, -1, call -> {
            Datum result = call.datum(0);
            for (int i = 1; i < call.size(); i++) {
                result = operator.apply(result, call.datum(i));
            }
            return Val.of(result);
        });
    }

    private static void rounding(Registry registry, int type, String name, DoubleUnaryOperator operator) {
        registry.add(type, name, 1, 1, call -> Val.of(operator.applyAsDouble(call.number(0))));
    }

    private static Datum add(Datum a, Datum b) {
        if (a instanceof Obj time && Times.isTime(a)) {
            return Times.plus(time, number(b));
        }
        if (b instanceof Obj time && Times.isTime(b)) {
            return Times.plus(time, number(a));
        }
        if (a instanceof Datum.Num) {
            return Datum.of(number(a) + number(b));
        }
        if (a instanceof Datum.Str text) {
            return Datum.of(text.value() + Values.string(b));
        }
        if (a instanceof Arr array) {
            List<Datum> both = new ArrayList<>(array.items());
            both.addAll(Values.array(b).items());
            return new Arr(both);
        }
        return Datum.of(number(a));
    }

    private static Datum subtract(Datum a, Datum b) {
        if (a instanceof Obj time && Times.isTime(a)) {
            if (b instanceof Obj other && Times.isTime(b)) {
                return Datum.of(Math.round((Times.epoch(time) - Times.epoch(other)) * 1000) / 1000.0);
            }
            return Times.plus(time, -number(b));
        }
        return Datum.of(number(a) - number(b));
    }

    private static Datum multiply(Datum a, Datum b) {
        if (a instanceof Arr array) {
            return repeat(array, number(b));
        }
        if (b instanceof Arr array) {
            return repeat(array, number(a));
        }
        return Datum.of(number(a) * number(b));
    }

    private static Datum repeat(Arr array, double times) {
        long count = Numbers.integer(times);
        if (count < 0) {
            throw ReqlException.logic("Cannot multiply an ARRAY by a negative number.");
        }
        Arr.checkSize((int) Math.min(Integer.MAX_VALUE, array.size() * count), Arr.DEFAULT_LIMIT);
        List<Datum> repeated = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            repeated.addAll(array.items());
        }
        return new Arr(repeated);
    }

    private static double divisor(double value) {
        if (value == 0) {
            throw ReqlException.logic("Cannot divide by zero.");
        }
        return value;
    }

    private static Val modulo(Call call) {
        long dividend = Numbers.integer(call.number(0));
        long divisor = Numbers.integer(call.number(1));
        if (divisor == 0) {
            throw ReqlException.logic("Cannot take a number modulo 0.");
        }
        return Val.of((double) (dividend % divisor));
    }

    private static double number(Datum datum) {
        return Values.number(datum);
    }
}
