package io.github.rethinkemitter.embedded.junit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the document of an event, as DESIGN.md describes it. */
final class EventDocument {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private EventDocument() {}

    /** Reads a document. Empty when the document is not an event. */
    static Optional<TableEvent> read(String table, String text) {
        return value(text) instanceof Map<?, ?> document ? read(table, document) : Optional.empty();
    }

    private static Optional<TableEvent> read(String table, Map<?, ?> document) {
        var ts = time(document.get("ts"));
        var args = document.get("args") instanceof List<?> list ? list : List.of();
        if (ts == null || args.isEmpty() || !(args.get(0) instanceof String topic)) {
            return Optional.empty();
        }
        boolean numbered = document.get("src") instanceof String && document.get("seq") instanceof Long;
        if (numbered && document.get("raw") instanceof String raw && value(raw) instanceof List<?> exact) {
            args = exact;
        }
        List<@Nullable Object> payload = Collections.unmodifiableList(new ArrayList<>(args.subList(1, args.size())));
        return Optional.of(new TableEvent(
                table,
                document.get("id") instanceof String id ? id : JsonText.of(document.get("id")),
                ts,
                topic,
                payload,
                JsonText.of(payload),
                headers(document.get("headers")),
                numbered ? Optional.of(String.valueOf(document.get("src"))) : Optional.empty(),
                numbered && document.get("seq") instanceof Long seq ? OptionalLong.of(seq) : OptionalLong.empty()));
    }

    private static Map<String, String> headers(@Nullable Object value) {
        var headers = new TreeMap<String, String>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, text) -> headers.put(String.valueOf(name), String.valueOf(text)));
        }
        return Collections.unmodifiableMap(headers);
    }

    private static @Nullable Instant time(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.get("epoch_time") instanceof Number seconds) {
            return Instant.ofEpochMilli(
                    new BigDecimal(seconds.toString()).movePointRight(3).longValue());
        }
        return null;
    }

    private static @Nullable Object value(String text) {
        try (var parser = JSON.createParser(text)) {
            parser.nextToken();
            return value(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // impossible: the server or the library wrote the text
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_ARRAY -> list(parser);
            case START_OBJECT -> map(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Object integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? value.longValue() : value;
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException {
        var list = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static Map<String, @Nullable Object> map(JsonParser parser) throws IOException {
        var map = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            map.put(name, value(parser));
        }
        return map;
    }
}
