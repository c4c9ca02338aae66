package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.client.TestJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A table of random documents as all kinds of writers store them, many with the same time, and the events that these stand for. */
final class RandomTimeline {

    static final Instant BEGIN = Instant.ofEpochSecond(1_700_000_000);

    private static final List<String> TOPICS = List.of("order.placed", "order.cancelled", "beep", "a.b.c");
    private static final List<String> PATTERNS = List.of("order.*", "**", "*", "a.**", "beep", "nothing", "*.placed");
    private static final List<String> PUBLISHERS = List.of("one", "two", "three");
    private static final List<String> TEXTS = List.of("red", "green", "blue");
    private static final int MILLIS = 40; // from the first time to the last

    private final Random random;
    private final List<Event> events = new ArrayList<>();
    private int documents;

    RandomTimeline(long seed) {
        random = new Random(seed);
    }

    /**
     * An event of a document.
     *
     * @param millis its time, after the begin
     * @param id what its document has: a text, a number, or an array with a number
     */
    record Event(
            long millis,
            Object id,
            int place,
            boolean packed,
            String topic,
            @Nullable String origin,
            @Nullable String key,
            Map<String, String> headers) {

        String eventId() {
            return id + (packed ? "." + place : "");
        }

        Instant timestamp() {
            return BEGIN.plusMillis(millis);
        }
    }

    private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::millis)
            .thenComparing(Event::id, RandomTimeline::compareIds)
            .thenComparingInt(Event::place);

    // As the database does: arrays, numbers, texts.
    private static int compareIds(Object one, Object other) {
        if (one.getClass() != other.getClass()) {
            return rank(one) - rank(other);
        }
        if (one instanceof List<?> list) {
            return Integer.compare((int) list.get(0), (int) ((List<?>) other).get(0));
        }
        return one instanceof Integer number
                ? number.compareTo((Integer) other)
                : one.toString().compareTo(other.toString());
    }

    private static int rank(Object id) {
        return id instanceof List ? 0 : id instanceof Integer ? 1 : 2;
    }

    /** Stores documents. */
    void store(RawClient outside, int count) {
        var terms = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            terms.add(document());
        }
        var reply = outside.query(
                "[56,[[15,[\"events\"]],[2,[" + String.join(",", terms) + "]]],{\"durability\":\"soft\"}]");
        assertThat(reply.json().at("/r/0/inserted").asInt()).as("%s", reply).isEqualTo(count);
    }

    private String document() {
        int number = documents++;
        long millis = random.nextInt(MILLIS);
        Object id = id(number);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", id instanceof List<?> list ? "[2,[" + list.get(0) + "]]" : json(id));
        fields.put("ts", "[101,[" + BEGIN.plusMillis(millis).toEpochMilli() / 1e3 + "]]");
        switch (random.nextInt(8)) {
            case 0, 1 -> single(fields, millis, id, "single");
            case 2 -> packed(fields, millis, id);
            case 3, 4 -> single(fields, millis, id, null);
            case 5 -> {
                single(fields, millis, id, "raw");
                fields.put("raw", json("[" + json(events.get(events.size() - 1).topic()) + ",1.50]"));
            }
            case 6 -> noEvent(fields);
            default -> single(fields, millis, id, null);
        }
        var text = new StringBuilder();
        fields.forEach((name, value) -> text.append(text.isEmpty() ? "{" : ",")
                .append(json(name))
                .append(':')
                .append(value));
        return text.append('}').toString();
    }

    private Object id(int number) {
        return switch (random.nextInt(5)) {
            case 0 -> number - 50;
            case 1 -> List.of(number);
            default -> pick(TEXTS) + "-" + number;
        };
    }

    private void single(Map<String, String> fields, long millis, Object id, @Nullable String kind) {
        var topic = pick(TOPICS);
        var origin = kind == null ? null : publish(fields, 1);
        fields.put("args", "[2,[" + json(topic) + "," + documents + "]]");
        var key = random.nextInt(3) == 0 ? pick(TEXTS) : null;
        if (key != null) {
            fields.put("key", json(key));
        }
        var headers = headers();
        if (!headers.isEmpty()) {
            fields.put("headers", json(headers));
        }
        events.add(new Event(millis, id, 0, false, topic, origin, key, headers));
    }

    private String publish(Map<String, String> fields, int version) {
        var origin = pick(PUBLISHERS);
        fields.put("src", json(origin));
        fields.put("seq", Integer.toString(1 + documents));
        fields.put("v", Integer.toString(version));
        return origin;
    }

    private void packed(Map<String, String> fields, long millis, Object id) {
        var origin = publish(fields, 2);
        int size = 1 + random.nextInt(30);
        List<Object> all = new ArrayList<>();
        List<@Nullable Object> keys = new ArrayList<>();
        List<@Nullable Object> allHeaders = new ArrayList<>();
        for (int place = 0; place < size; place++) {
            var topic = pick(TOPICS);
            var key = random.nextInt(3) == 0 ? pick(TEXTS) : null;
            var headers = headers();
            boolean filler = random.nextInt(20) == 0;
            all.add(filler ? List.of() : List.of(topic, random.nextInt(9)));
            keys.add(filler ? null : key);
            allHeaders.add(filler || headers.isEmpty() ? null : headers);
            if (!filler) {
                events.add(new Event(millis, id, place, true, topic, origin, key, headers));
            }
        }
        fields.put("n", Integer.toString(size));
        fields.put("topics", "[2,[]]");
        fields.put("events", json(json(all)));
        fields.put("keys", json(json(keys)));
        fields.put("headers", json(json(allHeaders)));
    }

    private void noEvent(Map<String, String> fields) {
        switch (random.nextInt(6)) {
            case 0 -> {
                publish(fields, 1);
                fields.put("args", "[2,[]]");
            }
            case 1 -> publish(fields, 3);
            case 2 -> fields.put("args", "[2,[null]]");
            case 3 -> {
                fields.put("args", "[2,[\"beep\"]]");
                fields.put("ts", "5");
            }
            case 4 -> {
                publish(fields, 2);
                fields.put("n", "3");
                fields.put("events", json("[[\"beep\"]]"));
            }
            default -> fields.put("args", "\"beep\"");
        }
    }

    private Map<String, String> headers() {
        return random.nextInt(3) == 0 ? Map.of("colour", pick(TEXTS), "size", pick(TEXTS)) : Map.of();
    }

    private static String json(@Nullable Object value) {
        return TestJson.of(value).toString();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Any query. */
    TimelineQuery query() {
        var query = random.nextBoolean() ? TimelineQuery.all() : TimelineQuery.ofTopic(pick(PATTERNS));
        int from = random.nextInt(MILLIS);
        if (random.nextInt(3) == 0) {
            query = query.from(BEGIN.plusMillis(from).plusNanos(random.nextBoolean() ? 0 : 1));
        }
        if (random.nextInt(3) == 0) {
            query = query.to(BEGIN.plusMillis(from + 1 + random.nextInt(MILLIS)).plusNanos(random.nextInt(3)));
        }
        if (random.nextInt(4) == 0) {
            query = query.ofOrigin(pick(PUBLISHERS));
        }
        if (random.nextInt(4) == 0) {
            query = query.withKey(pick(TEXTS));
        }
        if (random.nextInt(4) == 0) {
            query = query.withHeader("colour", pick(TEXTS));
        }
        return random.nextBoolean() ? query.newestFirst() : query;
    }

    /** The ids of the events that a query chooses, found by looking at all of them. */
    List<String> expected(TimelineQuery query) {
        var order = query.isNewestFirst() ? ORDER.reversed() : ORDER;
        return events.stream()
                .filter(event -> chooses(query, event))
                .sorted(order)
                .map(Event::eventId)
                .toList();
    }

    private static boolean chooses(TimelineQuery query, Event event) {
        return query.topic().stream().allMatch(topic -> TopicPattern.of(topic).matches(event.topic()))
                && query.from().stream().noneMatch(event.timestamp()::isBefore)
                && query.to().stream().allMatch(event.timestamp()::isBefore)
                && query.origin().stream().allMatch(origin -> origin.equals(event.origin()))
                && query.key().stream().allMatch(key -> key.equals(event.key()))
                && event.headers().entrySet().containsAll(query.headers().entrySet());
    }
}
