package io.github.rethinkemitter.embedded.data;

import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value of RethinkDB. Immutable.
 */
public sealed interface Datum permits Datum.Null, Datum.Bool, Datum.Num, Datum.Str, Datum.Bin, Datum.Extreme, Arr, Obj {

    Datum NULL = Constants.NULL;
    Datum TRUE = Constants.TRUE;
    Datum FALSE = Constants.FALSE;

    /** The value {@code null}. */
    record Null() implements Datum {
        @Override
        public String typeName() {
            return "NULL";
        }
    }

    /** A boolean. */
    record Bool(boolean value) implements Datum {
        @Override
        public String typeName() {
            return "BOOL";
        }
    }

    /** A number: a finite double, since RethinkDB has no others. */
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

    /** A string. */
    record Str(String value) implements Datum {
        @Override
        public String typeName() {
            return "STRING";
        }
    }

    /** A binary. */
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

    /** {@code r.minval} and {@code r.maxval}: bounds of ranges, which are never stored. */
    enum Extreme implements Datum {
        MINVAL,
        MAXVAL;

        @Override
        public String typeName() {
            return name();
        }
    }

    String typeName();

    static Datum of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static Datum of(double value) {
        return new Num(value);
    }

    static Datum of(String value) {
        return new Str(value);
    }

    /** Whether RethinkDB takes the two values for equal: the numbers 0 and -0 are. */
    default boolean same(Datum other) {
        return Ordering.compare(this, other) == 0;
    }

    /** The error for a value of the wrong type. For {@code null} it is a non-existence error, which {@code default} catches. */
    default ReqlException mismatch(String message) {
        return new ReqlException(this instanceof Null ? ErrorType.NON_EXISTENCE : ErrorType.QUERY_LOGIC, message);
    }
}
