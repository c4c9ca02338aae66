package io.github.rethinkemitter.internal.rethink.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.rethinkdb.gen.proto.ErrorType;
import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of one answer, once.
 *
 * <pre>
 * answer = { "t": type, "r": [row…], "e"?: error type, … }
 * </pre>
 */
final class FrameReader {

    private static final byte[] PART =
            ("{\"t\":" + ResponseType.SUCCESS_PARTIAL.value + ",").getBytes(StandardCharsets.US_ASCII);

    // No answer of RethinkDB is larger, and nothing that is should be held.
    private static final int LARGEST = 1 << 28;

    private final JsonFactory json;

    FrameReader() {
        this(Json.factory());
    }

    FrameReader(JsonFactory json) {
        this.json = json;
    }

    /** Whether this is certainly a part of a sequence, after which there is more. The server tells that first. */
    static boolean isPart(byte[] frame, int length) {
        return length > PART.length && Arrays.equals(frame, 0, PART.length, PART, 0, PART.length);
    }

    /** The length of a frame that may be held. */
    static int checked(int length) throws IOException {
        if (length < 0 || length > LARGEST) {
            throw new IOException("it announces an answer of " + Integer.toUnsignedString(length) + " bytes");
        }
        if (length > Runtime.getRuntime().maxMemory() / 3) {
            throw new IOException("it announces an answer of " + length + " bytes, which is more than a third of this"
                    + " JVM's memory: raise -Xmx if documents are that large");
        }
        return length;
    }

    static IOException unreadable(String where, Throwable cause) {
        return new IOException("RTH0214 an answer of " + where + " cannot be read: " + Failures.reason(cause), cause);
    }

    /** @param frame has the JSON at its beginning */
    Response read(long token, byte[] frame, int length, RowReader rows) throws IOException {
        ResponseType type = null;
        ErrorType error = null;
        List<Object> data = new ArrayList<>();
        try (JsonParser parser = json.createParser(frame, 0, length)) {
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

    // Errors are one row of text, which no reader of rows has to know about. The server tells the type first.
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
