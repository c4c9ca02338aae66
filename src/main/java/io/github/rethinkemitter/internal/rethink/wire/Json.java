package io.github.rethinkemitter.internal.rethink.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import io.github.rethinkemitter.internal.rethink.query.TsRange;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What reading and writing JSON here has in common. */
public final class Json {

    private static final int LONGEST_TIME = 15; // that is read digit by digit
    private static final double FAR = 1e15; // seconds: no event's time, and still a number of milliseconds

    // A server ends before it has answered with as many.
    private static final int DEEPEST = 200_000;

    // Parsers keep their buffers here, and not in the threads that use them: these may be lent, and outlive this
    // library.
    private static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.newConcurrentDequePool();

    private Json() {}

    /**
     * Reads what the database answers. What it accepts from any writer must be readable, or the document would end each feed
     * that brings it: texts and names of any length, names that were chosen to have one hash (the parser forgets its names
     * when they are many), and half a surrogate pair. Only what no RethinkDB answers is refused.
     */
    public static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .inputDecorator(new SurrogateRepair())
                .recyclerPool(BUFFERS)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .build();
    }

    public static String quote(String text) {
        var quoted = new StringBuilder(text.length() + 16);
        quote(text, quoted);
        return quoted.toString();
    }

    public static void quote(String text, StringBuilder into) {
        into.append('"');
        if (isPlain(text)) {
            into.append(text);
        } else {
            JsonStringEncoder.getInstance().quoteAsString(text, into);
        }
        into.append('"');
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Rows as maps, lists, texts, doubles, booleans and null: for answers of a few rows. */
    public static final RowReader TREE = (json, frame, into) -> into.add(tree(json));

    @SuppressWarnings("NullAway") // JSON null is null; who reads a tree asks for what he needs by its type.
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

    /** The text of the value that the parser stands on; moves to its end. */
    public static String slice(JsonParser json, byte[] frame) throws IOException {
        if (!json.currentToken().isStructStart()) {
            return json.currentToken() == JsonToken.VALUE_STRING ? quote(json.getText()) : json.getText();
        }
        int from = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int to = (int) json.currentLocation().getByteOffset();
        return new String(frame, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * The time of {@code {"$reql_type$": "TIME", "epoch_time": seconds, …}}, in milliseconds as the database keeps it; null
     * when it is something else. One that is far from those that an event may have ({@link TsRange}) is read as another one
     * that no event may have.
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

    // Seconds as the database writes them have up to three decimals, and need no other number.
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

    // In decimals, since a double would put some times into the millisecond before. The bounds keep these few.
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
