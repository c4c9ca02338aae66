package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.json.JsonFactories;
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
 * keys    = [ text | null… ]      the same; otherwise no event has a key
 * </pre>
 *
 * No tree is built: each part is a copy of a piece of the text, and topics that come again share one object. The database knows
 * no limits in a text, so all limits are checked here, as for {@link RawArguments}.
 */
final class PackedEvents {

    /** More than a publisher packs. An event takes three characters at least, but far more memory. */
    static final int MOST = 10_000;

    /** In place of where a text begins, when there is none. */
    static final int NOWHERE = -1;

    // One event of the largest size, and others beside it.
    private static final int LONGEST = RawArguments.LONGEST + (2 << 20);

    // Each event is one level below the array of all.
    private static final JsonFactory JSON = JsonFactories.builder(RawArguments.DEEPEST + 1, RawArguments.LONGEST_NUMBER)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private final StringCache topics;
    private final LongText text = new LongText();

    PackedEvents(StringCache topics) {
        this.topics = topics;
    }

    /**
     * One event.
     *
     * @param topic empty for the filler of a refused event
     * @param headers null for none
     * @param key null for none
     */
    record Part(
            String topic,
            String args,
            @Nullable String headers,
            @Nullable String key) {

        private Part withHeaders(String some) {
            return new Part(topic, args, some, key);
        }

        private Part withKey(String some) {
            return new Part(topic, args, headers, some);
        }
    }

    /**
     * The events in their order; null when no publisher writes such texts.
     *
     * @param eventsAt where in the frame the text of the events begins, with its quote
     * @param headersAt the same of their headers; {@link #NOWHERE} when no event has any
     * @param keysAt the same of their keys
     */
    @Nullable
    List<Part> events(byte[] frame, int eventsAt, int headersAt, int keysAt) {
        List<Part> events = read(frame, eventsAt, this::event);
        if (events == null || (headersAt != NOWHERE && !addHeaders(events, frame, headersAt))) {
            return null;
        }
        if (keysAt != NOWHERE) {
            addKeys(events, frame, keysAt);
        }
        return events;
    }

    // False when they are not those of the events.
    private boolean addHeaders(List<Part> events, byte[] frame, int at) {
        List<String> headers = read(frame, at, this::headers);
        if (headers == null || headers.size() != events.size()) {
            return false;
        }
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.get(i).isEmpty()) {
                events.set(i, events.get(i).withHeaders(headers.get(i)));
            }
        }
        return true;
    }

    private void addKeys(List<Part> events, byte[] frame, int at) {
        List<String> keys = read(frame, at, PackedEvents::key);
        if (keys == null || keys.size() != events.size()) {
            return;
        }
        for (int i = 0; i < keys.size(); i++) {
            Part event = events.get(i);
            if (!keys.get(i).isEmpty() && !event.topic().isEmpty()) {
                events.set(i, event.withKey(keys.get(i)));
            }
        }
    }

    private @Nullable Part event(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return null;
        }
        int from = start(json);
        JsonToken first = json.nextToken();
        if (first == JsonToken.END_ARRAY) {
            return new Part("", EncodedEvent.NOTHING, null, null);
        }
        if (first != JsonToken.VALUE_STRING || json.getTextLength() == 0) {
            return null;
        }
        String topic = topics.text(json);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            json.skipChildren();
        }
        return new Part(topic, slice(json, from), null, null);
    }

    // An empty text means no headers.
    private @Nullable String headers(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return "";
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return null;
        }
        int from = start(json);
        json.skipChildren();
        return slice(json, from);
    }

    // An empty text means no key.
    private static String key(JsonParser json) throws IOException {
        String key = DocumentReader.key(json);
        return key == null ? "" : key;
    }

    private interface Element<T> {
        /** Reads the element on whose start the parser stands, up to its end; null when it is none. */
        @Nullable
        T read(JsonParser json) throws IOException;
    }

    // The text is decoded only here, and not when its document is scanned: the names of the fields are in the order of
    // the
    // alphabet, and only a later field tells whether this library has written it.
    private <T> @Nullable List<T> read(byte[] frame, int at, Element<T> element) {
        List<T> elements = new ArrayList<>();
        try {
            text.read(frame, at);
            if (text.length() > LONGEST) {
                return null;
            }
            try (JsonParser json = JSON.createParser(text.bytes(), 0, text.length())) {
                return readAll(json, element, elements);
            }
        } catch (IOException e) {
            return null;
        }
    }

    private static <T> @Nullable List<T> readAll(JsonParser json, Element<T> element, List<T> elements)
            throws IOException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            return null;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            T next = elements.size() == MOST ? null : element.read(json);
            if (next == null) {
                return null;
            }
            elements.add(next);
        }
        return json.nextToken() == null ? elements : null;
    }

    private static int start(JsonParser json) {
        return (int) json.currentTokenLocation().getByteOffset();
    }

    private String slice(JsonParser json, int from) {
        return text.part(from, (int) json.currentLocation().getByteOffset());
    }
}
