package io.github.rethinkemitter.embedded.data;

import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One immutable value of RethinkDB, ordered as RethinkDB orders values: by the name of the type, then by value.
 */
public sealed interface Datum permits Datum.Null, Datum.Bool, Datum.Num, Datum.Str, Datum.Bin, Datum.Extreme, Arr, Obj {

    Datum NULL = Constants.NULL;
    Datum TRUE = Constants.TRUE;
    Datum FALSE = Constants.FALSE;

    /** Nothing, yet a value. */
    record Null() implements Datum {
        @Override
        public String typeName() {
            return "NULL";
        }
    }

    /** True or false. */
    record Bool(boolean value) implements Datum {
        @Override
        public String typeName() {
            return "BOOL";
        }
    }

    /** A finite double; there are no other numbers. */
    record Num(double value) implements Datum {
        public Num {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                String shown = Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
                throw ReqlException.logic("Non-finite number: " + shown);
            }
        }

        @Override
        public String typeName() {
            return "NUMBER";
        }
    }

    /** A text. */
    record Str(String value) implements Datum {
        @Override
        public String typeName() {
            return "STRING";
        }
    }

    /** Bytes. */
    @SuppressWarnings("ArrayRecordComponent") // equality is overridden below
    record Bin(byte[] value) implements Datum {
        @Override
        public String typeName() {
            return "PTYPE<BINARY>";
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bin that && same(that);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }
    }

    /** {@code r.minval} and {@code r.maxval}: bounds, never stored. */
    enum Extreme implements Datum {
        MINVAL,
        MAXVAL;

        @Override
        public String typeName() {
            return name();
        }
    }

    String typeName();

    /** How it sorts among values; two numbers 0 and -0 are the same. */
    static int order(Datum one, Datum other) {
        return Ordering.compare(one, other);
    }

    static Datum of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static Datum of(double value) {
        return new Num(value);
    }

    static Datum of(String value) {
        return new Str(value);
    }

    /** Equal as RethinkDB sees it. */
    default boolean same(Datum other) {
        return Ordering.compare(this, other) == 0;
    }

    /** The error of a value of the wrong type: a missing-value error when it is null, so that {@code default} helps. */
    default ReqlException mismatch(String message) {
        return new ReqlException(this instanceof Null ? ErrorType.NON_EXISTENCE : ErrorType.QUERY_LOGIC, message);
    }
}
