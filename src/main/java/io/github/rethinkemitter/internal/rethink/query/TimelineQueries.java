package io.github.rethinkemitter.internal.rethink.query;

import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.*;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.flow.DocumentKey;
import io.github.rethinkemitter.internal.flow.DocumentRange;
import io.github.rethinkemitter.internal.flow.DocumentRange.Place;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The queries by which stored documents are read in order. Ids are compared by the database alone: they may be of any type.
 *
 * <p>The database promises that an index brings documents in the order of the indexed value, and nothing about those with the same
 * value. So whatever the index brings is sorted by {@code ts} and {@code id}.
 */
public final class TimelineQueries {

    // Far more ids than there are documents with one ts. Only ids are in the array that is sorted, never documents.
    private static final String LARGE_ARRAYS = ",{\"array_limit\":100000000}";

    private final TableName events;
    private final String table;

    public TimelineQueries(TableName events) {
        this.events = events;
        this.table = events.term();
    }

    public TableName table() {
        return events;
    }

    /**
     * <pre>
     * table.between(…, {index: 'ts'}).orderBy({index: 'ts'}).filter(row => row.ts > time or row.id > id).limit(n)
     *     .map(row => {id, exact, ts, weight}).orderBy('ts', 'id')
     * </pre>
     */
    public String keys(DocumentRange range, int atMost) {
        String ordered = ordered(range);
        Place after = range.after();
        if (after != null && after.id() != null) {
            String row = parameter(1);
            String time = TsRange.time(after.ts());
            String isBehind = or(
                    behind(range, field(row, "ts"), time),
                    behind(range, field(row, "id"), idTerm(Objects.requireNonNull(after.id()))));
            ordered = filter(ordered, function(1, isBehind));
        }
        String row = parameter(2);
        String keys = map(limit(ordered, atMost), function(2, key(field(row, "id"), field(row, "ts"), row)));
        return sorted(range.newestFirst(), keys, text("ts"), text("id"));
    }

    private String ordered(DocumentRange range) {
        Place after = range.after();
        String between;
        if (after == null) {
            between = TsRange.between(table, range.from(), range.to());
        } else if (range.newestFirst()) {
            between = TsRange.upTo(table, range.from(), after.ts(), after.id() != null);
        } else {
            between = TsRange.behind(table, after.ts(), after.id() != null, range.to());
        }
        String index = range.newestFirst() ? term(74, text("ts")) : text("ts");
        return "[41,[" + between + "],{\"index\":" + index + "}]";
    }

    private static String behind(DocumentRange range, String value, String other) {
        return range.newestFirst() ? before(value, other) : after(value, other);
    }

    /**
     * <pre>
     * table.between(time, time, {index: 'ts'}).filter(row => row.id > id).map(row => row.id).orderBy(id => id).limit(n)
     *     .map(id => {id, exact, ts, weight})
     * </pre>
     */
    public String keysAtOneTime(DocumentRange range, int atMost) {
        Place after = Objects.requireNonNull(range.after());
        String same = TsRange.at(table, after.ts());
        if (after.id() != null) {
            same = filter(same, function(1, behind(range, field(parameter(1), "id"), idTerm(after.id()))));
        }
        String ids = map(same, function(2, field(parameter(2), "id")));
        String first = limit(sorted(range.newestFirst(), ids, function(3, parameter(3))), atMost);
        String id = parameter(4);
        return map(first, function(4, key(id, TsRange.time(after.ts()), term(16, table, id)))) + LARGE_ARRAYS;
    }

    // The id is what the database sorts by, and its JSON in bytes what is read: a text that another writer has chosen
    // may be no UTF-8, so that a parser cannot bring it whole.
    private static String key(String id, String ts, String document) {
        String exact = term(155, term(172, id));
        return "{\"id\":" + id + ",\"exact\":" + exact + ",\"ts\":" + ts + ",\"weight\":" + count(term(172, document))
                + "}";
    }

    /** {@code table.getAll(id…).orderBy('ts', 'id')} */
    public String documents(List<DocumentKey> keys, boolean newestFirst) {
        List<String> arguments = new ArrayList<>();
        arguments.add(table);
        keys.forEach(key -> arguments.add(idTerm(key.id())));
        return sorted(newestFirst, term(78, arguments.toArray(String[]::new)), text("ts"), text("id"));
    }

    private static String sorted(boolean descending, String sequence, String... by) {
        List<String> arguments = new ArrayList<>();
        arguments.add(sequence);
        for (String one : by) {
            arguments.add(descending ? term(74, one) : one);
        }
        return term(41, arguments.toArray(String[]::new));
    }

    // A text, a number or a flag is a term as it stands. Arrays and objects, such as times, are read by r.json.
    private static String idTerm(String json) {
        return json.startsWith("[") || json.startsWith("{") ? term(98, text(json)) : json;
    }

    /**
     * For each document the number of its events, or all of the document where only this library can tell.
     *
     * <pre>
     * table.between(from, to, {index: 'ts'}).map(row => branch(is packed and has no filler, row.n, is one event, 1, row))
     * </pre>
     *
     * The {@code n} of a packed document is believed. A text without {@code []} has no place that was filled for a refused event.
     */
    public String counts(Instant from, Instant to) {
        String row = parameter(1);
        String n = field(row, "n");
        String events = field(row, "events");
        String isPacked = and(
                equal(field(row, "v"), "2"),
                isOfType(field(row, "src"), "STRING"),
                not(equal(field(row, "src"), text(""))),
                isOfType(field(row, "topics"), "ARRAY"),
                isOfType(n, "NUMBER"),
                notAfter("1", n),
                notAfter(n, "" + PackedEvents.MOST),
                isOfType(events, "STRING"),
                equal(term(97, events, text("\\[\\]")), NULL));
        String topic = term(45, field(row, "args"), "0");
        String isOne = and(
                equal(orDefault(field(row, "v"), "1"), "1"),
                isOfType(field(row, "args"), "ARRAY"),
                isOfType(topic, "STRING"),
                not(equal(topic, text(""))));
        String number = branch(orDefault(isPacked, FALSE), n, branch(orDefault(isOne, FALSE), "1", row));
        return map(TsRange.between(table, from, to), function(1, number));
    }

    private static String isOfType(String value, String type) {
        return equal(term(52, value), text(type));
    }

    /** Reads the rows of {@link #keys} and {@link #keysAtOneTime} as {@link DocumentKey}s. */
    public static final RowReader KEYS = eachOf(TimelineQueries::key);

    private static void key(JsonParser json, byte[] frame, List<Object> into) throws IOException {
        String id = "";
        Instant ts = Instant.EPOCH;
        long weight = 0;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "exact" -> id = RowValues.json(json);
                case "ts" -> ts = Objects.requireNonNull(RowValues.time(json));
                case "weight" -> weight = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        into.add(new DocumentKey(id, ts, weight));
    }

    /** Reads the rows of {@link #documents} as {@link StoredEvent}s, the places of a packed document in the order of the documents. */
    public static RowReader events(boolean newestFirst) {
        var documents = new DocumentReader();
        return eachOf((json, frame, into) -> {
            List<StoredEvent> events = documents.read(json, frame).events();
            if (newestFirst) {
                events = new ArrayList<>(events);
                Collections.reverse(events);
            }
            into.addAll(events);
        });
    }

    // An answer that was sorted is one row: an array of all.
    private static RowReader eachOf(RowReader one) {
        return (json, frame, into) -> {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                one.read(json, frame, into);
                return;
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                one.read(json, frame, into);
            }
        };
    }

    /** Adds up the rows of {@link #counts}, and keeps none of them. */
    public static final class Sum implements RowReader {

        private final DocumentReader documents = new DocumentReader();
        private long sum;

        @Override
        public void read(JsonParser json, byte[] frame, List<Object> into) throws IOException {
            if (json.currentToken().isNumeric()) {
                sum += (long) json.getDoubleValue();
            } else {
                sum += documents.read(json, frame).events().stream()
                        .filter(event -> !event.isFiller())
                        .count();
            }
        }

        public long sum() {
            return sum;
        }
    }
}
