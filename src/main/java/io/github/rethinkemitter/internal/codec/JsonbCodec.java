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

/** Encodes and decodes events with the application's JSON-B. Safe for use by many threads. */
public final class JsonbCodec implements Codec {

    private final Encoder encoder;
    private final Decoder decoder;

    /**
     * Makes a codec that uses a JSON-B. The caller closes the JSON-B.
     *
     * @param maxEventSize the most bytes of JSON that an event may have
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
        EncodedArgument argument = null;
        try {
            argument = EncodedArgument.of(event.args(), index);
            if (argument == null) {
                return decoder.valueOfNothing(type);
            }
            boolean isPlain = event.exact() || StoredJson.isPlain(event.args());
            return decoder.decode(isPlain ? argument : plain(argument), type);
        } catch (Decoder.Mismatch e) {
            throw mismatch(event, index, argument == null ? "missing" : argument.kind().words, type, e.getCause());
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
            // Only texts are headers. Values of other types, which another writer may have stored, are ignored.
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

    private static EncodedArgument plain(EncodedArgument argument) throws IOException {
        String text = StoredJson.plain(argument.text());
        return EncodedArgument.whole(text.startsWith("\"") ? EncodedArgument.Kind.STRING : argument.kind(), text);
    }

    // The message does not contain the payload, because it is logged. The cause may name the property that does not
    // fit.
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
