package io.github.rethinkemitter.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as unmodifiable plain values. It does so without recursion: deeply nested JSON must not overflow the thread's
 * stack.
 */
final class PlainValues {

    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable Object result;

    // An array or object whose end was not read yet: one of list and map is null. The name is that of the member which
    // it is.
    private record Open(
            @Nullable String name,
            @Nullable List<@Nullable Object> list,
            @Nullable Map<String, @Nullable Object> map) {}

    private PlainValues() {}

    static @Nullable Object read(String json) throws IOException {
        var values = new PlainValues();
        try (JsonParser parser = JsonParsers.reading(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                values.take(token, parser);
            }
        }
        return values.result;
    }

    private void take(JsonToken token, JsonParser parser) throws IOException {
        switch (token) {
            // The parser's context is inside of the array or object already, so the name is that of the context around
            // it.
            case START_ARRAY -> open.push(new Open(nameAround(parser), new ArrayList<>(), null));
            case START_OBJECT -> open.push(new Open(nameAround(parser), null, new LinkedHashMap<>()));
            case END_ARRAY, END_OBJECT -> {
                Open closed = open.pop();
                put(closed.name(), closed.list() != null ? Collections.unmodifiableList(closed.list()) : map(closed));
            }
            case VALUE_STRING -> put(parser.currentName(), parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> put(parser.currentName(), number(parser.getText()));
            case VALUE_TRUE -> put(parser.currentName(), true);
            case VALUE_FALSE -> put(parser.currentName(), false);
            case VALUE_NULL -> put(parser.currentName(), null);
            default -> {}
        }
    }

    private static Number number(String text) throws IOException {
        try {
            return ExactNumbers.plain(text);
        } catch (NumberFormatException e) {
            throw new IOException("a number that is too long, or has too large an exponent", e);
        }
    }

    private static @Nullable String nameAround(JsonParser parser) {
        return parser.getParsingContext().getParent().getCurrentName();
    }

    private static @Nullable Map<String, @Nullable Object> map(Open closed) {
        return closed.map() == null ? null : Collections.unmodifiableMap(closed.map());
    }

    private void put(@Nullable String name, @Nullable Object value) {
        Open around = open.peek();
        if (around == null) {
            result = value;
        } else if (around.list() != null) {
            around.list().add(value);
        } else if (around.map() != null && name != null) {
            around.map().put(name, value);
        }
    }
}
