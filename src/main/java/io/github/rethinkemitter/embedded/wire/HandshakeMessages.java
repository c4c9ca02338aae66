package io.github.rethinkemitter.embedded.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes the messages of the handshake: flat JSON objects, each of which ends with a zero byte. */
final class HandshakeMessages {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LIMIT = 2048;

    private HandshakeMessages() {}

    static Map<String, Object> read(InputStream in) throws IOException, HandshakeException {
        byte[] buffer = new byte[LIMIT];
        int length = 0;
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed during the handshake");
            }
            if (b == 0) {
                break;
            }
            buffer[length++] = (byte) b;
            if (length == LIMIT) {
                throw new HandshakeException(7, "Limited read buffer size.");
            }
        }
        return parse(new String(buffer, 0, length, StandardCharsets.UTF_8));
    }

    private static Map<String, Object> parse(String text) throws IOException, HandshakeException {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("closed, as by a real server, because the message is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                Object value = scalar(parser, parser.nextToken());
                if (value != null) {
                    fields.put(name, value);
                }
            }
        } catch (JsonProcessingException malformed) {
            throw new HandshakeException(8, "Invalid JSON object.");
        }
        return fields;
    }

    private static @Nullable Object scalar(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        if (token.isNumeric()) {
            return parser.getDoubleValue();
        }
        parser.skipChildren();
        return null;
    }

    static void write(OutputStream out, Map<String, ?> fields) throws IOException {
        out.write(text(fields).getBytes(StandardCharsets.UTF_8));
        out.write(0);
        out.flush();
    }

    private static String text(Map<String, ?> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.writeStartObject();
            for (Map.Entry<String, ?> field : fields.entrySet()) {
                generator.writeFieldName(field.getKey());
                if (field.getValue() instanceof Boolean flag) {
                    generator.writeBoolean(flag);
                } else if (field.getValue() instanceof Integer number) {
                    generator.writeNumber(number);
                } else {
                    generator.writeString(String.valueOf(field.getValue()));
                }
            }
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
