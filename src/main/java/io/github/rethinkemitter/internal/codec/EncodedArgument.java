package io.github.rethinkemitter.internal.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One argument, cut out of the array without reading the others into objects.
 *
 * @param text its JSON
 */
record EncodedArgument(Kind kind, String text) {

    /** What the JSON is, in words for messages. */
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

    /** The argument after {@code index} others and the topic; null when there are not so many. */
    static @Nullable EncodedArgument of(String args, int index) throws IOException {
        var values = new ArrayValues(args);
        for (int skip = 0; skip <= index; skip++) {
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
