package io.github.rethinkemitter.internal.rethink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.flow.FeedItem.Malformed;
import io.github.rethinkemitter.internal.flow.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stored document.
 *
 * <pre>
 * event = { id, args: [topic, payload…], ts: TIME, src?: text, seq?: 1…, settled?: 0…, raw?: text, headers?: object, … }
 * </pre>
 */
final class DocumentReader {

    private final JsonFactory json = Json.factory();
    private final Recurring publishers = new Recurring();
    private final Recurring topics = new Recurring();

    /**
     * What a document is to its reader.
     *
     * @param event null when it is none and has no place in a publisher's sequence either
     * @param problem null when it is an event
     * @param ts null when it has none that is a time
     */
    record Document(
            @Nullable Stored event,
            @Nullable Malformed problem,
            @Nullable Instant ts) {}

    /** @param parser stands on the document's start, and afterwards on its end */
    Document read(JsonParser parser, byte[] frame) throws IOException {
        Fields fields = new Fields();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return new Document(null, new Malformed("", "it is no object"), null);
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "id" -> fields.id = value == JsonToken.VALUE_STRING ? parser.getText() : Json.slice(parser, frame);
                case "ts" -> fields.ts = Json.time(parser);
                case "src" -> fields.src = value == JsonToken.VALUE_STRING ? publishers.text(parser) : skipped(parser);
                case "seq" -> fields.seq = counter(parser, 0);
                case "settled" -> fields.settled = counter(parser, Stored.NOT_TOLD);
                case "raw" -> fields.raw = text(parser);
                case "headers" ->
                    fields.headers = value == JsonToken.START_OBJECT ? Json.slice(parser, frame) : skipped(parser);
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
        long settled = Stored.NOT_TOLD;

        @Nullable
        String topic;

        @Nullable
        String args;

        @Nullable
        String raw;

        @Nullable
        String headers;
    }

    private Document document(Fields f) throws IOException {
        boolean sequenced = f.src != null && !f.src.isEmpty() && f.seq > 0;
        String src = sequenced ? f.src : null;
        long seq = sequenced ? f.seq : 0;
        if (f.ts == null) {
            return new Document(null, new Malformed(f.id, "ts is no time"), null);
        }
        if (f.args != null && f.topic != null && !f.topic.isEmpty()) {
            String exact = f.raw != null && isArray(f.raw) ? f.raw : null;
            String args = exact != null ? exact : f.args;
            return new Document(
                    new Stored(f.id, f.ts, src, seq, f.topic, args, exact != null, f.headers, f.settled), null, f.ts);
        }
        // An empty args is how a publisher fills the place of an event that was refused.
        Malformed problem = sequenced && "[]".equals(f.args)
                ? null
                : new Malformed(f.id, f.args == null ? "args is no array" : "args does not begin with a topic");
        Stored filler = sequenced ? new Stored(f.id, f.ts, src, seq, "", "[]", false, null) : null;
        return new Document(filler, problem, f.ts);
    }

    // The topic is read on the way to the end of the array, whose text is taken as it stands.
    private void readArgs(Fields fields, JsonParser parser, byte[] frame) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        JsonToken first = parser.nextToken();
        if (first == JsonToken.VALUE_STRING || first.isNumeric()) {
            fields.topic = topics.text(parser);
        }
        for (JsonToken at = first; at != JsonToken.END_ARRAY; at = parser.nextToken()) {
            parser.skipChildren();
        }
        int to = (int) parser.currentLocation().getByteOffset();
        fields.args = new String(frame, from, to - from, StandardCharsets.UTF_8);
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

    // Another library's document may have a field of that name.
    private boolean isArray(String raw) {
        try (JsonParser parser = json.createParser(raw)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() == JsonToken.END_ARRAY && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
