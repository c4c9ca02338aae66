package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.EventKey;
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
 * event  = { id, args: [topic, payload…], ts: TIME, src?: text, seq?: 1…, v?: 1, settled?: 0…, raw?: text, headers?: object, key?: text, … }
 * packed = { id, ts, src, seq, n: 1…, v: 2, settled?, topics: [topic…], events: text, headers?: text,
 *            keys?: text, … }
 * later  = { id, ts, src, seq, n?: 1…, v: 3…, settled?, … }
 * </pre>
 *
 * A packed document stands for the events {@code seq} to {@code seq + n - 1} of its publisher ({@link PackedEvents}). Their
 * ids are the id of the document, a dot, and their place in it, from 0. {@code topics} is for queries only. A document of a later
 * version cannot be read, but these fields keep their meaning in all versions, so it fills its places.
 *
 * Others write the table as well, and a field of a name that is used here may hold anything. {@code raw} counts only where
 * {@code src}, {@code seq} and {@code v} say that this library wrote the document, and only as {@link RawArguments} allow. An
 * event whose {@code key} no publisher writes is read without a key.
 */
final class DocumentReader {

    // Other writers nest less, and RethinkDB ends when it is given much more.
    private static final int DEEPEST = 100_000;

    private static final int PACKED_VERSION = 2; // the newest that is known here

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
            @Nullable Malformed problem,
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
        return document(scan(parser, frame));
    }

    /**
     * Reads the fields of one document, from which {@link #document} makes events as long as the frame has not changed.
     *
     * @param parser stands on the document's start, and afterwards on its end
     */
    Fields scan(JsonParser parser, byte[] frame) throws IOException {
        Fields fields = new Fields(frame);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return fields;
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
                case "events" -> {
                    fields.eventsAt = textAt(parser);
                    parser.skipChildren();
                }
                case "key" -> fields.key = key(parser);
                case "keys" -> {
                    fields.keysAt = textAt(parser);
                    parser.skipChildren();
                }
                case "headers" -> readHeaders(fields, parser, frame);
                case "args" -> readArgs(fields, parser, frame);
                default -> parser.skipChildren();
            }
        }
        return fields;
    }

    /**
     * Reads nothing but the time of one document.
     *
     * @param parser stands on the document's start, and afterwards on its end
     * @return null when the document has no time that an event may have
     */
    static @Nullable Instant time(JsonParser parser) throws IOException {
        Instant ts = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("ts")) {
                ts = RowValues.time(parser);
            } else {
                parser.skipChildren();
            }
        }
        return valid(ts);
    }

    private static @Nullable Instant valid(@Nullable Instant ts) {
        return ts != null && TsRange.holds(ts) ? ts : null;
    }

    /** The fields of a document that are used here. */
    static final class Fields {
        private final byte[] frame;
        private String id = "";
        private @Nullable Instant ts;
        private @Nullable String src;
        private long seq;
        private long version;
        private long count;
        private long settled = StoredEvent.SETTLED_UNKNOWN;
        private boolean tooDeep;
        private @Nullable String topic;
        private @Nullable String args;
        private @Nullable String raw;
        private @Nullable String headers;
        private @Nullable String key;
        // Where in the frame the texts of a packed document begin.
        private int eventsAt = PackedEvents.NOWHERE;
        private int headersAt = PackedEvents.NOWHERE;
        private int keysAt = PackedEvents.NOWHERE;

        private Fields(byte[] frame) {
            this.frame = frame;
        }

        /** The document's time; null when it has none that an event may have. */
        @Nullable
        Instant time() {
            return valid(ts);
        }

        private boolean isSequenced() {
            return src != null && !src.isEmpty() && seq > 0;
        }

        // Whether n tells for how many events the document stands.
        private boolean hasPlaces() {
            return count >= 1 && count <= PackedEvents.MOST;
        }

        private String idAt(int place) {
            return id + "." + place;
        }

        private long settledAt(int place) {
            return place == 0 ? settled : StoredEvent.SETTLED_UNKNOWN;
        }
    }

    /** Makes events of the fields that were read. */
    Document document(Fields f) {
        Instant ts = f.time();
        if (ts == null) {
            return Document.malformed(f.id, "ts is no time of the years 1970 to 9999", null);
        }
        if (f.isSequenced() && f.version > PACKED_VERSION) {
            return new Document(f.id, places(f, ts, f.version), null, ts);
        }
        if (f.isSequenced() && f.version == PACKED_VERSION && f.eventsAt != PackedEvents.NOWHERE) {
            return packed(f, ts);
        }
        return single(f, ts);
    }

    private static Document single(Fields f, Instant ts) {
        boolean sequenced = f.isSequenced();
        String src = sequenced ? f.src : null;
        long seq = sequenced ? f.seq : 0;
        if (f.args != null && f.topic != null && !f.topic.isEmpty() && !f.tooDeep) {
            boolean exact = sequenced && f.version == 1 && f.raw != null && RawArguments.are(f.raw, f.topic);
            String args = exact && f.raw != null ? f.raw : f.args;
            var event = new StoredEvent(f.id, ts, src, seq, f.topic, args, exact, f.headers, f.key, f.settled, 0);
            return new Document(f.id, List.of(event), null, ts);
        }
        // A publisher fills the place of a refused event with a document whose args are empty.
        Malformed problem = sequenced && EncodedEvent.NOTHING.equals(f.args) ? null : new Malformed(f.id, problem(f));
        List<StoredEvent> fillers =
                sequenced ? List.of(StoredEvent.unread(f.id, ts, src, seq, StoredEvent.SETTLED_UNKNOWN, 0)) : List.of();
        return new Document(f.id, fillers, problem, ts);
    }

    private Document packed(Fields f, Instant ts) {
        List<Part> parts = f.hasPlaces() ? packed.events(f.frame, f.eventsAt, f.headersAt, f.keysAt) : null;
        if (parts == null || parts.size() != f.count) {
            var problem = new Malformed(f.id, "n, events and headers are not of the same number of events");
            return new Document(f.id, places(f, ts, 0), problem, ts);
        }
        List<StoredEvent> events = new ArrayList<>(parts.size());
        for (Part part : parts) {
            int place = events.size();
            events.add(new StoredEvent(
                    f.idAt(place),
                    ts,
                    f.src,
                    f.seq + place,
                    part.topic(),
                    part.args(),
                    true,
                    part.headers(),
                    part.key(),
                    f.settledAt(place),
                    0));
        }
        return new Document(f.id, events, null, ts);
    }

    // The places of a document whose events cannot be read.
    private static List<StoredEvent> places(Fields f, Instant ts, long laterVersion) {
        if (!f.hasPlaces()) {
            return List.of(StoredEvent.unread(f.id, ts, f.src, f.seq, f.settled, laterVersion));
        }
        List<StoredEvent> events = new ArrayList<>((int) f.count);
        for (int i = 0; i < f.count; i++) {
            events.add(StoredEvent.unread(f.idAt(i), ts, f.src, f.seq + i, f.settledAt(i), laterVersion));
        }
        return events;
    }

    private static String problem(Fields f) {
        if (f.tooDeep) {
            return "it is nested deeper than " + DEEPEST + " levels";
        }
        return f.args == null ? "args is no array" : "args does not begin with a topic";
    }

    private static void readHeaders(Fields fields, JsonParser parser, byte[] frame) throws IOException {
        fields.headersAt = textAt(parser);
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

    private static int textAt(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_STRING ? start(parser) : PackedEvents.NOWHERE;
    }

    private static @Nullable String text(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : skipped(parser);
    }

    /**
     * Reads the key of an event.
     *
     * @param parser stands on the value, and afterwards on its end
     * @return null when a publisher writes no such key
     */
    static @Nullable String key(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING || !EventKey.hasAllowedLength(parser.getTextLength())) {
            return skipped(parser);
        }
        String key = parser.getText();
        return EventKey.isAllowed(key) ? key : null;
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
