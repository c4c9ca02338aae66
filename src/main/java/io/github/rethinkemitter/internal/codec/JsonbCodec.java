package io.github.rethinkemitter.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import jakarta.json.bind.Jsonb;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The codec over the application's JSON-B. */
public final class JsonbCodec implements Codec {

    private final Encoder encoder;
    private final Decoder decoder;

    /**
     * Writes and reads by this JSON-B, which stays the caller's to close.
     *
     * @param maxEventSize bytes of JSON of one event at most
     */
    public JsonbCodec(Jsonb jsonb, int maxEventSize) {
        this.encoder = new Encoder(JsonWriter.of(jsonb), maxEventSize);
        this.decoder = new Decoder(jsonb);
    }

    @Override
    public EncodedEvent encode(Topic topic, @Nullable Object[] args, Map<String, String> headers) {
        return encoder.encode(topic, args, headers);
    }

    @Override
    public @Nullable Object decode(StoredEvent event, int index, Type type) {
        EncodedArgument slice = null;
        try {
            slice = EncodedArgument.of(event.args(), index);
            if (slice == null) {
                return decoder.missing(type);
            }
            return decoder.decode(event.exact() ? slice : plain(slice), type);
        } catch (Decoder.Mismatch e) {
            throw mismatch(event, index, slice == null ? "missing" : slice.kind().words, type, e.getCause());
        } catch (IOException e) {
            throw mismatch(event, index, "not JSON", type, e);
        }
    }

    @Override
    public List<@Nullable Object> values(StoredEvent event) {
        try {
            String args = event.exact() ? event.args() : StoredJson.plain(event.args());
            if (PlainValues.read(args) instanceof List<?> all && !all.isEmpty()) {
                return Collections.unmodifiableList(all.subList(1, all.size()));
            }
            return List.of();
        } catch (IOException e) {
            throw mismatch(event, 0, "not JSON", List.class, e);
        }
    }

    @Override
    public Map<String, String> headers(@Nullable String json) {
        if (json == null) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        try (JsonParser parser = JsonParsers.reading(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            // Only texts are headers; what another writer put beside them is not for us.
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    headers.put(name, parser.getText());
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            return Map.of();
        }
        return Collections.unmodifiableMap(headers);
    }

    private static EncodedArgument plain(EncodedArgument slice) throws IOException {
        String text = StoredJson.plain(slice.text());
        return text.startsWith("\"")
                ? new EncodedArgument(EncodedArgument.Kind.STRING, text)
                : new EncodedArgument(slice.kind(), text);
    }

    // The payload itself is not in the message, which goes to logs; the cause may say which property it was.
    private static PayloadMismatchException mismatch(
            StoredEvent event, int index, String found, Type type, @Nullable Throwable cause) {
        return new PayloadMismatchException(
                "RTH0401 argument " + (index + 1) + " of event \"" + event.id() + "\", topic \"" + event.topic()
                        + "\", is "
                        + found + " and does not fit " + type.getTypeName()
                        + ". Observe a type that fits all events of the topic, JsonValue, or RethinkEvent",
                cause);
    }
}
