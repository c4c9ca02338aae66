package io.github.rethinkemitter.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One argument, cut out of the array without reading the others into objects.
 *
 * @param text its JSON
 */
record Slice(Kind kind, String text) {

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
    static @Nullable Slice of(String args, int index) throws IOException {
        try (JsonParser parser = Json.reading(args)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("not an array");
            }
            for (int skip = 0; skip <= index; skip++) {
                if (isEnd(parser.nextToken())) {
                    return null;
                }
                parser.skipChildren();
            }
            JsonToken token = parser.nextToken();
            if (isEnd(token)) {
                return null;
            }
            int start = Json.start(parser);
            parser.skipChildren();
            return new Slice(kind(token), args.substring(start, Json.end(parser)));
        }
    }

    private static boolean isEnd(@Nullable JsonToken token) {
        return token == null || token == JsonToken.END_ARRAY;
    }

    private static Kind kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> Kind.OBJECT;
            case START_ARRAY -> Kind.ARRAY;
            case VALUE_STRING -> Kind.STRING;
            case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
            case VALUE_NULL -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }
}
