package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Bookmark.Gap;
import io.github.rethinkemitter.internal.flow.Bookmark.Mark;
import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
import io.github.rethinkemitter.internal.json.JsonFactories;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a bookmark that only this library reads, as one text, so that the database need not look into it.
 *
 * <pre>
 * state = { "start": ms, "joined": flag, "marks": [mark…] }
 * seen  = [[ms, id]…]                                    documents without a number
 * mark  = [src, next, newest: ms, {first, last}…]        the first and the last number of each gap, without brackets
 * ms    = milliseconds since the epoch
 * </pre>
 */
final class BookmarkText {

    private static final int DEEPEST = 200_000;

    private static final JsonFactory FACTORY = JsonFactories.builder(DEEPEST, StreamReadConstraints.DEFAULT_MAX_NUM_LEN)
            .build();

    private BookmarkText() {}

    static String write(Bookmark bookmark) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("start", bookmark.start().toEpochMilli());
            json.writeBooleanField("joined", bookmark.startRecorded());
            json.writeArrayFieldStart("marks");
            for (var mark : bookmark.marks().entrySet()) {
                write(mark.getKey(), mark.getValue(), json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a text can always be written", e);
        }
        return text.toString();
    }

    static String write(List<Seen> documents) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartArray();
            for (Seen seen : documents) {
                json.writeStartArray();
                json.writeNumber(seen.ts().toEpochMilli());
                json.writeString(seen.id());
                json.writeEndArray();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new IllegalStateException("a text can always be written", e);
        }
        return text.toString();
    }

    private static void write(String src, Mark mark, JsonGenerator json) throws IOException {
        json.writeStartArray();
        json.writeString(src);
        json.writeNumber(mark.next());
        json.writeNumber(mark.newest().toEpochMilli());
        for (Gap gap : mark.gaps()) {
            json.writeNumber(gap.first());
            json.writeNumber(gap.last());
        }
        json.writeEndArray();
    }

    /**
     * Reads a bookmark back.
     *
     * @param seen all texts of documents without a number
     * @throws IOException when a text has another form
     */
    static Bookmark read(Instant position, Instant from, boolean whole, String state, List<String> seen)
            throws IOException {
        Instant start = position;
        boolean startRecorded = false;
        Map<String, Mark> marks = new HashMap<>();
        List<Seen> documents = new ArrayList<>();
        for (String text : seen) {
            readSeen(text, documents);
        }
        try (JsonParser json = FACTORY.createParser(state)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "start" -> start = Instant.ofEpochMilli(json.getLongValue());
                    case "joined" -> startRecorded = json.getBooleanValue();
                    case "marks" -> readMarks(json, marks);
                    default -> json.skipChildren();
                }
            }
        }
        return new Bookmark(position, from, start, startRecorded, marks, documents, whole, 0);
    }

    private static void readMarks(JsonParser json, Map<String, Mark> marks) throws IOException {
        while (json.nextToken() == JsonToken.START_ARRAY) {
            String src = json.nextTextValue();
            expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
            long next = json.getLongValue();
            expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
            Instant newest = Instant.ofEpochMilli(json.getLongValue());
            List<Gap> gaps = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                long first = json.getLongValue();
                gaps.add(new Gap(first, json.nextLongValue(first)));
            }
            marks.put(String.valueOf(src), new Mark(next, gaps, newest));
        }
    }

    private static void readSeen(String text, List<Seen> seen) throws IOException {
        try (JsonParser json = FACTORY.createParser(text)) {
            expect(json.nextToken(), JsonToken.START_ARRAY);
            readSeen(json, seen);
        }
    }

    private static void readSeen(JsonParser json, List<Seen> seen) throws IOException {
        while (json.nextToken() == JsonToken.START_ARRAY) {
            Instant ts = Instant.ofEpochMilli(json.nextLongValue(0));
            seen.add(new Seen(ts, String.valueOf(json.nextTextValue())));
            expect(json.nextToken(), JsonToken.END_ARRAY);
        }
    }

    private static void expect(JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("the state of a position has " + found + " where " + wanted + " belongs");
        }
    }
}
