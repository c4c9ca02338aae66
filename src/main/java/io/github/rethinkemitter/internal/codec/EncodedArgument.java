package io.github.rethinkemitter.internal.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of one argument of an event. It is cut out of the array {@code args} without reading the others.
 *
 * @param text the argument's JSON
 */
record EncodedArgument(Kind kind, String text) {

    /** The type of the JSON value, with its name in messages. */
    enum Kind {
        OBJECT("an object"),
        ARRAY("an array"),
        STRING("a string"),
        NUMBER("a number"),
        BOOLEAN("a boolean"),
        NULL("null");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** Finds the argument with an index, counting from 0 after the topic. Null when there are fewer arguments. */
    static @Nullable EncodedArgument of(String args, int index) throws IOException {
        var values = new ArrayValues(args);
        for (int before = 0; before <= index; before++) {
            if (!values.next()) {
                return null;
            }
        }
        return values.next() ? new EncodedArgument(kind(values), values.text()) : null;
    }

    private static Kind kind(ArrayValues value) throws IOException {
        return switch (value.first()) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> throw new IOException("not JSON");
        };
    }
}
