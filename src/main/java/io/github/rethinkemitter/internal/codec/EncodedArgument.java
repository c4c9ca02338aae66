package io.github.rethinkemitter.internal.codec;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of one argument of an event. It is found in the array {@code args} without reading the others, and not copied.
 *
 * @param json the text with the argument's JSON between two indexes
 */
record EncodedArgument(Kind kind, String json, int from, int to) {

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

    /** An argument whose JSON is the whole text. */
    static EncodedArgument whole(Kind kind, String json) {
        return new EncodedArgument(kind, json, 0, json.length());
    }

    /** Finds the argument with an index, counting from 0 after the topic. Null when there are fewer arguments. */
    static @Nullable EncodedArgument of(String args, int index) throws IOException {
        var values = new ArrayValues(args);
        for (int before = 0; before <= index; before++) {
            if (!values.next()) {
                return null;
            }
        }
        return values.next() ? new EncodedArgument(kind(values), args, values.start(), values.end()) : null;
    }

    /** The argument's JSON alone. */
    String text() {
        return json.substring(from, to);
    }

    Reader reader() {
        return new PartReader(json, from, to);
    }

    /** The same argument, after something in it was replaced in the text. */
    EncodedArgument edited(String edited) {
        return new EncodedArgument(kind, edited, from, to + edited.length() - json.length());
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
