package io.github.rethinkemitter.internal.rethink.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.rethinkdb.gen.proto.ErrorType;
import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import io.github.rethinkemitter.internal.json.JsonFactories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of answers.
 *
 * <pre>
 * answer = { "t": type, "r": [row…], "e"?: error type, … }
 * </pre>
 *
 * The database accepts from any writer texts and names of any length, names that were chosen to have one hash (the parser forgets its
 * names when they are many), and half a surrogate pair. All of these must be readable, or the document would end each feed that brings
 * it. Only what no RethinkDB answers is refused.
 */
final class FrameReader {

    private static final byte[] PART =
            ("{\"t\":" + ResponseType.SUCCESS_PARTIAL.value + ",").getBytes(StandardCharsets.US_ASCII);

    // A server ends before it has answered with as many levels.
    private static final int DEEPEST = 200_000;

    private static final JsonFactory ANSWERS = JsonFactories.builder(DEEPEST, StreamReadConstraints.DEFAULT_MAX_NUM_LEN)
            .inputDecorator(new SurrogateRepair())
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    /**
     * Whether this is certainly a part of an answer, after which there is more. The server writes the type first, so that the
     * beginning of the frame is enough.
     */
    static boolean isPart(byte[] frame, int length) {
        return length > PART.length && Arrays.equals(frame, 0, PART.length, PART, 0, PART.length);
    }

    /**
     * Reads one answer.
     *
     * @param frame has the JSON at its beginning
     * @param rows reads the rows, unless the answer is an error
     */
    Response read(long token, byte[] frame, int length, RowReader rows) throws IOException {
        ResponseType type = null;
        ErrorType error = null;
        List<Object> data = new ArrayList<>();
        try (JsonParser parser = ANSWERS.createParser(frame, 0, length)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                expect(parser.currentToken(), JsonToken.FIELD_NAME);
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "t" -> type = ResponseType.fromValue(parser.getIntValue());
                    case "e" -> error = ErrorType.maybeFromValue(parser.getIntValue());
                    case "r" -> {
                        expect(value, JsonToken.START_ARRAY);
                        readRows(parser, frame, type != null && type.isError() ? ERROR : rows, data);
                    }
                    default -> parser.skipChildren();
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("an answer of unknown type", e);
        }
        if (type == null) {
            throw new IOException("an answer without type");
        }
        return new Response(token, type, data, List.of(), null, null, error);
    }

    // An error is one row of text, which no reader of rows has to know about. The server writes the type before the
    // rows.
    private static final RowReader ERROR = (parser, frame, into) -> {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            into.add(parser.getText());
        } else {
            parser.skipChildren();
        }
    };

    private static void readRows(JsonParser parser, byte[] frame, RowReader rows, List<Object> data)
            throws IOException {
        while (true) {
            JsonToken row = parser.nextToken();
            if (row == JsonToken.END_ARRAY) {
                return;
            }
            if (row == null) {
                throw new IOException("an answer that ends in its rows");
            }
            rows.read(parser, frame, data);
        }
    }

    private static void expect(@Nullable JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("an answer with " + found + " where " + wanted + " belongs");
        }
    }
}
