package io.github.rethinkemitter.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.json.JsonString;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts RethinkDB's own types, which other writers such as the Node library store, into what JSON-B expects:
 *
 * <pre>
 * {"$reql_type$":"TIME","epoch_time":1.5,"timezone":"+01:00"}  →  "1970-01-01T01:00:01.5+01:00"
 * {"$reql_type$":"BINARY","data":"AQI="}                       →  "AQI="
 * </pre>
 */
final class PseudoTypeReader {

    private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    private PseudoTypeReader() {}

    static boolean mayHaveSome(String json) {
        return json.contains(JsonParsers.PSEUDO_TYPE);
    }

    static String plain(String json) throws IOException {
        if (!mayHaveSome(json)) {
            return json;
        }
        var edits = new TextEdits(json);
        Deque<Open> open = new ArrayDeque<>();
        try (JsonParser parser = JsonParsers.reading(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                    open.push(new Open(JsonParsers.start(parser), new HashMap<>()));
                } else if (token == JsonToken.END_OBJECT) {
                    Open object = open.pop();
                    String text = object.asText();
                    if (text != null) {
                        edits.replace(object.start(), JsonParsers.end(parser), text);
                    }
                } else if (token == JsonToken.END_ARRAY) {
                    open.pop();
                } else if (token.isScalarValue() && parser.currentName() != null && !open.isEmpty()) {
                    open.element().fields().put(parser.currentName(), parser.getText());
                }
            }
        }
        return edits.result();
    }

    // An array or object whose end was not read yet, with the scalar fields that were read.
    private record Open(int start, Map<String, String> fields) {

        /** The JSON text that stands for a TIME or BINARY; null for everything else. */
        @Nullable
        String asText() {
            String type = fields.get(JsonParsers.PSEUDO_TYPE);
            String time = fields.get("epoch_time");
            String data = fields.get("data");
            if ("TIME".equals(type) && time != null) {
                return time(time, fields.getOrDefault("timezone", "Z"));
            }
            return "BINARY".equals(type) && data != null ? JsonString.quote(data) : null;
        }

        private static @Nullable String time(String epochSeconds, String zone) {
            try {
                long millis = new BigDecimal(epochSeconds)
                        .movePointRight(3)
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .longValueExact();
                return '"' + ISO.format(Instant.ofEpochMilli(millis).atOffset(offset(zone))) + '"';
            } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
                // The database has not made this TIME. It stays an object.
                return null;
            }
        }

        // The database has zones up to 24:59 and Java up to 18:00. UTC gives the same point in time.
        private static ZoneOffset offset(String zone) {
            try {
                return ZoneOffset.of(zone);
            } catch (DateTimeException e) {
                return ZoneOffset.UTC;
            }
        }
    }
}
