package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import java.util.function.Function;

/** A function of a query, or a short form of one. */
interface Func {
    Val apply(Datum... arguments);

    /** How many arguments it wants; -1 when any number will do. */
    int arity();

    /** Whether the same arguments always give the same result, which writes need. */
    boolean deterministic();

    default Datum value(Datum... arguments) {
        return Values.datum(apply(arguments));
    }

    /** A function made of Java code. */
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
