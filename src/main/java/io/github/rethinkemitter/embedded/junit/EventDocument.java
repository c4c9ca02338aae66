package io.github.rethinkemitter.embedded.junit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.rethinkemitter.internal.flow.EventKey;
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

/** Reads the documents of events, as DESIGN.md describes them. */
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

    /** The events of a document: one, many when it is packed, and none when it is no event. */
    static List<TableEvent> read(String table, String text) {
        return value(text) instanceof Map<?, ?> document ? read(table, document) : List.of();
    }

    private static List<TableEvent> read(String table, Map<?, ?> document) {
        var ts = time(document.get("ts"));
        if (ts == null) {
            return List.of();
        }
        var id = document.get("id") instanceof String name ? name : JsonText.of(document.get("id"));
        if (!(document.get("src") instanceof String src) || !(document.get("seq") instanceof Long seq)) {
            return events(new Place(table, id, ts, null, 0), document.get("args"), Extras.of(document));
        }
        if (document.get("v") instanceof Long version
                && version == 2
                && document.get("events") instanceof String text) {
            return packed(new Place(table, id, ts, src, seq), list(text), document);
        }
        var exact = document.get("raw") instanceof String raw ? list(raw) : List.of();
        var args = exact.isEmpty() ? document.get("args") : exact;
        return events(new Place(table, id, ts, src, seq), args, Extras.of(document));
    }

    private static List<TableEvent> packed(Place first, List<?> events, Map<?, ?> document) {
        var headers = ofEach(events, document.get("headers"));
        var keys = ofEach(events, document.get("keys"));
        var all = new ArrayList<TableEvent>();
        for (int i = 0; i < events.size(); i++) {
            all.addAll(events(first.packed(i), events.get(i), new Extras(headers.get(i), keys.get(i))));
        }
        return all;
    }

    // As many values as events; all null when the text has another number of them.
    private static List<?> ofEach(List<?> events, @Nullable Object text) {
        List<?> values = text instanceof String json ? list(json) : List.of();
        return values.size() == events.size() ? values : Collections.nCopies(events.size(), null);
    }

    /**
     * Where an event is.
     *
     * @param src null for an event of another library
     */
    private record Place(
            String table, String id, Instant ts, @Nullable String src, long seq) {

        Place packed(int index) {
            return new Place(table, id + "." + index, ts, src, seq + index);
        }
    }

    /** What an event may have beside its arguments, as it is stored. */
    private record Extras(
            @Nullable Object headers, @Nullable Object key) {

        static Extras of(Map<?, ?> document) {
            return new Extras(document.get("headers"), document.get("key"));
        }
    }

    private static List<TableEvent> events(Place place, @Nullable Object args, Extras extras) {
        if (!(args instanceof List<?> list) || list.isEmpty() || !(list.get(0) instanceof String topic)) {
            return List.of();
        }
        List<@Nullable Object> payload = Collections.unmodifiableList(new ArrayList<>(list.subList(1, list.size())));
        return List.of(new TableEvent(
                place.table(),
                place.id(),
                place.ts(),
                topic,
                payload,
                JsonText.of(payload),
                headers(extras.headers()),
                extras.key() instanceof String key && EventKey.isAllowed(key) ? Optional.of(key) : Optional.empty(),
                Optional.ofNullable(place.src()),
                place.src() == null ? OptionalLong.empty() : OptionalLong.of(place.seq())));
    }

    // Empty when the text is no JSON array, as an application may have written it.
    private static List<?> list(String text) {
        try {
            return value(text) instanceof List<?> list ? list : List.of();
        } catch (UncheckedIOException e) {
            return List.of();
        }
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
            throw new UncheckedIOException(e);
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
