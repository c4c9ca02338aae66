package io.github.rethinkemitter.internal.codec;

import java.util.HashMap;
import java.util.Map;

/** What of a Java type decides whether a JSON value fits it. */
sealed interface TypeShape {

    /** A type of which nothing is known: whatever JSON-B makes of a value is right. */
    TypeShape ANYTHING = new Anything();

    /** Of {@code Object} below the top, where JSON-B reads whole numbers as {@code long} however large they are. */
    TypeShape PLAIN = new Plain();

    /** Its only value is {@link #PLAIN}. */
    record Plain() implements TypeShape {}

    /** Of a {@code byte[]}, which other writers store as a text. */
    TypeShape BYTES = new Elements(new Scalar(Scalar.Kind.BYTE, false));

    /** Its only value is {@link #ANYTHING}. */
    record Anything() implements TypeShape {}

    /**
     * One value.
     *
     * @param nullable whether it is an object, which may be null
     */
    record Scalar(Kind kind, boolean nullable) implements TypeShape {

        enum Kind {
            BYTE,
            SHORT,
            INT,
            LONG,
            FLOAT,
            DOUBLE,
            CHAR,
            BOOLEAN,
            BIG_INTEGER,
            BIG_DECIMAL,
            /** A text, or what is written as one: a date, an enum. */
            TEXT
        }
    }

    /** An array or a collection of values of one shape. */
    record Elements(TypeShape element) implements TypeShape {}

    /** A map whose values have one shape. */
    record Entries(TypeShape value) implements TypeShape {}

    /**
     * An object, whose properties have shapes of their own. It may hold itself.
     *
     * @param byName as they are called in JSON; what is missing may be anything
     */
    record Properties(Map<String, TypeShape> byName) implements TypeShape {

        Properties() {
            this(new HashMap<>());
        }

        TypeShape of(String name) {
            return byName.getOrDefault(name, ANYTHING);
        }

        // A shape that holds itself would compare, and print, itself without end.
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return byName.keySet().toString();
        }
    }
}
