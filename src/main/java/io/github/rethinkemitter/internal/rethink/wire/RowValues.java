package io.github.rethinkemitter.internal.rethink.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.json.JsonString;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values of the rows that the database answers. */
public final class RowValues {

    private static final int LONGEST_TIME = 15; // characters of a time that is read digit by digit
    private static final double FAR = 1e15; // seconds: no event's time, and still a number of milliseconds

    private RowValues() {}

    /** Reads rows as maps, lists, texts, doubles, booleans and null: for answers of a few rows. */
    public static final RowReader TREE = (json, frame, into) -> into.add(tree(json));

    @SuppressWarnings("NullAway") // JSON null is null; whoever reads a tree asks for each value by its type.
    private static Object tree(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    map.put(name, tree(json));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(tree(json));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> json.getText();
        };
    }

    /** Reads a value of any kind as the JSON text that it has. The parser stands on the value, and afterwards on its end. */
    public static String slice(JsonParser json, byte[] frame) throws IOException {
        if (!json.currentToken().isStructStart()) {
            return json.currentToken() == JsonToken.VALUE_STRING ? JsonString.quote(json.getText()) : json.getText();
        }
        int from = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int to = (int) json.currentLocation().getByteOffset();
        return new String(frame, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * Reads {@code {"$reql_type$": "BINARY", "data": base64}}, where the bytes are JSON, as this JSON. The second half of a surrogate
     * pair alone, which the database stores as three bytes that are no UTF-8, becomes its escape.
     */
    public static String json(JsonParser json) throws IOException {
        byte[] bytes = new byte[0];
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("data")) {
                bytes = Base64.getMimeDecoder().decode(json.getText());
            }
        }
        return SurrogateRepair.withEscapes(bytes);
    }

    /**
     * Reads {@code {"$reql_type$": "TIME", "epoch_time": seconds, …}}, and returns the millisecond that the time is in; null when
     * the value is no time. A time that is more than 30 million years away is read as one that is as far away: no event may have either.
     */
    public static @Nullable Instant time(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        boolean isTime = false;
        Instant time = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("$reql_type$") && value == JsonToken.VALUE_STRING) {
                isTime = json.getText().equals("TIME");
            } else if (name.equals("epoch_time") && value.isNumeric()) {
                time = Instant.ofEpochMilli(millis(json));
            } else {
                json.skipChildren();
            }
        }
        return isTime ? time : null;
    }

    // The database writes seconds with up to three decimals. These are read digit by digit, without another object.
    private static long millis(JsonParser json) throws IOException {
        char[] text = json.getTextCharacters();
        int from = json.getTextOffset();
        int to = from + json.getTextLength();
        if (to - from > LONGEST_TIME) {
            return millis(json.getText());
        }
        long number = 0;
        int point = to;
        for (int at = from; at < to; at++) {
            if (text[at] == '.') {
                point = at;
            } else if (text[at] >= '0' && text[at] <= '9') {
                number = number * 10 + text[at] - '0';
            } else {
                return millis(json.getText());
            }
        }
        int decimals = point == to ? 0 : to - point - 1;
        return switch (decimals) {
            case 0 -> number * 1000;
            case 1 -> number * 100;
            case 2 -> number * 10;
            case 3 -> number;
            default -> millis(json.getText());
        };
    }

    // In decimal arithmetic, since a double would put some times into the millisecond before. The two bounds above keep
    // the number of decimals small.
    private static long millis(String seconds) {
        double about = Double.parseDouble(seconds);
        if (Math.abs(about) >= FAR) {
            return (long) (Math.copySign(FAR, about) * 1000);
        }
        if (Math.abs(about) < 0.001) {
            return about < 0 ? -1 : 0;
        }
        return new BigDecimal(seconds)
                .movePointRight(3)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }
}
