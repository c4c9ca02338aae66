package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import java.util.function.Function;

/** A function: written in a query, or made of a field's name or a value. */
interface Func {
    Val apply(Datum... arguments);

    /** The number of arguments; -1 for any number. */
    int arity();

    /** Whether the same arguments always give the same result. Writes, indexes and changefeeds require it. */
    boolean deterministic();

    default Datum value(Datum... arguments) {
        return Values.datum(apply(arguments));
    }

    /** Makes a function of Java code. */
    static Func of(Function<Datum, Datum> body) {
        return new Func() {
            @Override
            public Val apply(Datum... arguments) {
                return Val.of(body.apply(arguments.length == 0 ? Datum.NULL : arguments[0]));
            }

            @Override
            public int arity() {
                return -1;
            }

            @Override
            public boolean deterministic() {
                return true;
            }
        };
    }
}
