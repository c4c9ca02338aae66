package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.FeedItem.Malformed;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.rethink.query.PackedEvents.Part;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stored document.
 *
 * <pre>
 * event  = { id, args: [topic, payload…], ts: TIME, src?: text, seq?: 1…, v?: 1, settled?: 0…, raw?: text, headers?: object, … }
 * packed = { id, ts, src, seq, n: 1…, v: 2, settled?, topics: [topic…], events: text, headers?: text, … }
 * </pre>
 *
 * A packed document stands for the events {@code seq} to {@code seq + n - 1} of its publisher ({@link PackedEvents}). Their
 * ids are the id of the document, a dot, and their place in it, from 0. {@code topics} is for queries only.
 *
 * Others write the table as well, and a field of a name that is used here may hold anything. {@code raw} counts only where
 * {@code src}, {@code seq} and {@code v} say that this library wrote the document, and only as {@link RawArguments} allow.
 */
final class DocumentReader {

    // Other writers nest less, and RethinkDB ends when it is given much more.
    private static final int DEEPEST = 100_000;

    private static final int NEWEST_VERSION = 2;
    private static final int MOST_EVENTS = 100_000; // of a packed document; the database reads no longer array either

    private final StringCache publishers = new StringCache();
    private final StringCache topics = new StringCache();
    private final PackedEvents packed = new PackedEvents(topics);

    /**
     * What a document is: events, or what is wrong with it.
     *
     * @param id the primary key; its JSON when it is no text
     * @param events empty when the document is no event, and has no place in the sequence of a publisher either
     * @param problem null when the document is an event, or several
     * @param ts null when the document has no time that an event may have
     */
    record Document(
            String id,
            List<StoredEvent> events,
            @Nullable FeedItem problem,
            @Nullable Instant ts) {

        static Document malformed(String id, String problem, @Nullable Instant ts) {
            return new Document(id, List.of(), new Malformed(id, problem), ts);
        }
    }

    /**
     * Reads one document.
     *
     * @param parser stands on the document's start, and afterwards on its end
     */
    Document read(JsonParser parser, byte[] frame) throws IOException {
        Fields fields = new Fields();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return Document.malformed("", "it is no object", null);
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "id" ->
                    fields.id = value == JsonToken.VALUE_STRING ? parser.getText() : RowValues.slice(parser, frame);
                case "ts" -> fields.ts = RowValues.time(parser);
                case "src" -> fields.src = value == JsonToken.VALUE_STRING ? publishers.text(parser) : skipped(parser);
                case "v" -> fields.version = counter(parser, 0);
                case "seq" -> fields.seq = counter(parser, 0);
                case "settled" -> fields.settled = counter(parser, StoredEvent.SETTLED_UNKNOWN);
                case "raw" -> fields.raw = text(parser);
                case "n" -> fields.count = counter(parser, 0);
                case "events" -> fields.packedEvents = text(parser);
                case "headers" -> readHeaders(fields, parser, frame);
                case "args" -> readArgs(fields, parser, frame);
                default -> parser.skipChildren();
            }
        }
        return document(fields);
    }

    private static final class Fields {
        String id = "";

        @Nullable
        Instant ts;

        @Nullable
        String src;

        long seq;
        long version;
        long count;
        boolean tooDeep;
        long settled = StoredEvent.SETTLED_UNKNOWN;

        @Nullable
        String topic;

        @Nullable
        String args;

        @Nullable
        String raw;

        @Nullable
        String headers;

        @Nullable
        String packedEvents;

        @Nullable
        String packedHeaders;

        boolean isSequenced() {
            return src != null && !src.isEmpty() && seq > 0;
        }
    }

    private Document document(Fields f) {
        boolean sequenced = f.isSequenced();
        String src = sequenced ? f.src : null;
        long seq = sequenced ? f.seq : 0;
        if (f.ts == null || !TsRange.holds(f.ts)) {
            return Document.malformed(f.id, "ts is no time of the years 1970 to 9999", null);
        }
        if (sequenced && f.version > NEWEST_VERSION) {
            return new Document(f.id, List.of(), new FeedItem.TooNew(f.id, f.version), f.ts);
        }
        if (sequenced && f.version == 2 && f.packedEvents != null) {
            return packed(f, f.ts, f.packedEvents);
        }
        if (f.args != null && f.topic != null && !f.topic.isEmpty() && !f.tooDeep) {
            boolean exact = sequenced && f.version == 1 && f.raw != null && RawArguments.are(f.raw, f.topic);
            String args = exact && f.raw != null ? f.raw : f.args;
            var event = new StoredEvent(f.id, f.ts, src, seq, f.topic, args, exact, f.headers, f.settled);
            return new Document(f.id, List.of(event), null, f.ts);
        }
        // A publisher fills the place of a refused event with a document whose args are empty.
        Malformed problem = sequenced && "[]".equals(f.args) ? null : new Malformed(f.id, problem(f));
        List<StoredEvent> fillers =
                sequenced ? List.of(new StoredEvent(f.id, f.ts, src, seq, "", "[]", false, null)) : List.of();
        return new Document(f.id, fillers, problem, f.ts);
    }

    private Document packed(Fields f, Instant ts, String text) {
        if (f.count < 1 || f.count > MOST_EVENTS) {
            return Document.malformed(f.id, "n is no number of events", ts);
        }
        List<Part> parts = packed.events(text);
        List<String> headers = f.packedHeaders == null ? null : packed.headers(f.packedHeaders);
        boolean fits = parts != null
                && parts.size() == f.count
                && (f.packedHeaders == null || (headers != null && headers.size() == f.count));
        List<StoredEvent> events = new ArrayList<>((int) f.count);
        for (int i = 0; i < f.count; i++) {
            Part part = fits && parts != null ? parts.get(i) : new Part("", "[]");
            String header = fits && headers != null && !headers.get(i).equals("null") ? headers.get(i) : null;
            long settled = i == 0 ? f.settled : StoredEvent.SETTLED_UNKNOWN;
            events.add(new StoredEvent(
                    f.id + "." + i, ts, f.src, f.seq + i, part.topic(), part.args(), true, header, settled));
        }
        return new Document(f.id, events, fits ? null : new Malformed(f.id, "events are not as many as n says"), ts);
    }

    private static String problem(Fields f) {
        if (f.tooDeep) {
            return "it is nested deeper than " + DEEPEST + " levels";
        }
        return f.args == null ? "args is no array" : "args does not begin with a topic";
    }

    private static void readHeaders(Fields fields, JsonParser parser, byte[] frame) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            fields.packedHeaders = parser.getText();
            return;
        }
        int from = start(parser);
        boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
        fields.tooDeep |= isTooDeep(parser);
        if (isObject) {
            fields.headers = text(parser, frame, from);
        }
    }

    // The topic is read on the way to the end of the array; the arguments are the text of the whole array.
    private void readArgs(Fields fields, JsonParser parser, byte[] frame) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        int from = start(parser);
        JsonToken first = parser.nextToken();
        if (first == JsonToken.VALUE_STRING || first.isNumeric()) {
            fields.topic = topics.text(parser);
        }
        for (JsonToken at = first; at != JsonToken.END_ARRAY; at = parser.nextToken()) {
            fields.tooDeep |= isTooDeep(parser);
        }
        fields.args = text(parser, frame, from);
    }

    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static String text(JsonParser parser, byte[] frame, int from) {
        int to = (int) parser.currentLocation().getByteOffset();
        return new String(frame, from, to - from, StandardCharsets.UTF_8);
    }

    // Moves the parser to the end of the value that it stands on.
    private static boolean isTooDeep(JsonParser parser) throws IOException {
        int depth = parser.currentToken().isStructStart() ? 1 : 0;
        int deepest = depth;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                deepest = Math.max(deepest, ++depth);
            } else if (token.isStructEnd()) {
                depth--;
            }
        }
        return deepest >= DEEPEST;
    }

    private static @Nullable String text(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : skipped(parser);
    }

    // Whole numbers may come as 1 or 1.0: the database knows doubles only.
    private static long counter(JsonParser parser, long none) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            parser.skipChildren();
            return none;
        }
        double number = parser.getDoubleValue();
        return number == Math.rint(number) && Math.abs(number) < 1L << 53 ? (long) number : none;
    }

    private static @Nullable String skipped(JsonParser parser) throws IOException {
        parser.skipChildren();
        return null;
    }
}
