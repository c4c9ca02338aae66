package io.github.rethinkemitter.internal.codec;

import java.util.ArrayList;
import java.util.List;

/** The part of a Java type that decides whether a JSON value fits the type. */
sealed interface TypeShape {

    /** The shape of a type that is not checked: whatever JSON-B makes of a value is right. */
    TypeShape ANYTHING = new Anything();

    /** The shape of {@code Object} inside of another type, where some JSON-B reads every whole number as {@code long}. */
    TypeShape UNTYPED = new Untyped();

    /** The type of {@link #UNTYPED}, its only instance. */
    record Untyped() implements TypeShape {}

    /** The shape of a {@code byte[]}, which other writers store as a text. */
    TypeShape BYTES = new Elements(new Scalar(Scalar.Kind.BYTE, false));

    /** The type of {@link #ANYTHING}, its only instance. */
    record Anything() implements TypeShape {}

    /**
     * The shape of a type whose values are JSON numbers, texts or booleans.
     *
     * @param nullable whether the type has null, as every type but a primitive one has
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
            /** A text, or a type whose values JSON-B writes as texts, such as dates and enums. */
            TEXT
        }
    }

    /** The shape of an array or a collection. */
    record Elements(TypeShape element) implements TypeShape {}

    /** The shape of a map. */
    record Entries(TypeShape value) implements TypeShape {}

    /** The shape of a bean or a record. It may contain itself, as that of a tree does. */
    final class Properties implements TypeShape {

        private record Property(String name, TypeShape shape) {}

        private final List<Property> all = new ArrayList<>();

        /** Adds the property that has a name in JSON. A property that is missing is not checked. */
        void add(String name, TypeShape shape) {
            all.add(new Property(name, shape));
        }

        void clear() {
            all.clear();
        }

        /** The shape of the property whose name is in a text between two indexes. */
        TypeShape of(String text, int from, int to) {
            for (int i = 0; i < all.size(); i++) {
                var property = all.get(i);
                if (property.name().length() == to - from && text.startsWith(property.name(), from)) {
                    return property.shape();
                }
            }
            return ANYTHING;
        }
    }
}
