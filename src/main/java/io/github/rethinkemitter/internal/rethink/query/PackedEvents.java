package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the texts of a packed document into the parts that belong to its events, as a publisher of this library writes them.
 *
 * <pre>
 * events  = [ event… ]            event = [topic, payload…] | []      [] fills the place of a refused event
 * headers = [ object | null… ]    one for each event
 * </pre>
 *
 * No tree is built: each part is a piece of the text. All limits are checked here, as for {@link RawArguments}.
 */
final class PackedEvents {

    private final StringCache topics;

    PackedEvents(StringCache topics) {
        this.topics = topics;
    }

    /** @param topic empty for the filler of a refused event */
    record Part(String topic, String args) {}

    /** The events in their order; null when no publisher writes such a text. */
    @Nullable
    List<Part> events(String text) {
        return read(text, parser -> {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return null;
            }
            int from = (int) parser.currentTokenLocation().getCharOffset();
            JsonToken first = parser.nextToken();
            boolean hasTopic = first == JsonToken.VALUE_STRING && parser.getTextLength() > 0;
            if (!hasTopic && first != JsonToken.END_ARRAY) {
                return null;
            }
            String topic = hasTopic ? topics.text(parser) : "";
            while (parser.currentToken() != JsonToken.END_ARRAY) {
                parser.nextToken();
                parser.skipChildren();
            }
            return new Part(topic, text.substring(from, end(parser)));
        });
    }

    /** The headers of each event, of which {@code null} means none; null when no publisher writes such a text. */
    @Nullable
    List<String> headers(String text) {
        return read(text, parser -> {
            int from = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            return text.substring(from, end(parser));
        });
    }

    private interface Element<T> {
        /** Reads the element on which the parser stands, up to its end; null when it is none. */
        @Nullable
        T read(JsonParser parser) throws IOException;
    }

    private static <T> @Nullable List<T> read(String text, Element<T> element) {
        if (text.length() > RawArguments.LONGEST) {
            return null;
        }
        List<T> elements = new ArrayList<>();
        try (JsonParser parser = RawArguments.parser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return null;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                T next = element.read(parser);
                if (next == null) {
                    return null;
                }
                elements.add(next);
            }
            return parser.nextToken() == null ? elements : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static int end(JsonParser parser) {
        return (int) parser.currentLocation().getCharOffset();
    }
}
