package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.json.JsonString;
import io.github.rethinkemitter.internal.rethink.wire.FrameText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which keys the events of a document have. Whatever stands in place of a key, no event is lost or reported. */
class StoredKeysTest {

    private static final String TS =
            "\"ts\":{\"$reql_type$\":\"TIME\",\"epoch_time\":1795478331.391,\"timezone\":\"+00:00\"}";
    private static final Instant AT = Instant.ofEpochMilli(1795478331391L);
    private static final List<String> NO_KEYS = List.of(
            "7",
            "null",
            "true",
            "[\"a\"]",
            "{\"a\":[\"b\"]}",
            "\"\"",
            "\"a\\u0000b\"",
            "\"\\ud83d\"",
            "\"" + "x".repeat(256) + "\"",
            "\"" + "x".repeat(1 << 20) + "\"");

    @Test
    void anEventMayHaveAKey() throws IOException {
        assertThat(single("\"key\":\"order \\\"7\\\" \\ud83d\\ude00\"").key()).isEqualTo("order \"7\" 😀");
        assertThat(single("\"raw\":\"[\\\"t\\\",1.0]\",\"key\":\"order-7\"").key())
                .isEqualTo("order-7");
        assertThat(single("\"keys\":\"[\\\"order-7\\\"]\"").key()).isNull();
    }

    @Test
    void whatNoPublisherWritesAsAKeyIsNone() throws IOException {
        for (String none : NO_KEYS) {
            assertThat(single("\"key\":" + none))
                    .isEqualTo(new StoredEvent("d", AT, "me", 7, "t", "[\"t\",1]", false, null));
        }
        assertThat(single("\"key\":" + "[".repeat(100_000) + "]".repeat(100_000))
                        .key())
                .isNull();
    }

    @Test
    void theFillerOfARefusedEventHasNoKey() throws IOException {
        assertThat(events("{\"args\":[],\"key\":\"order-7\",\"id\":\"d\",\"seq\":7,\"src\":\"me\"," + TS + ",\"v\":1}"))
                .extracting(StoredEvent::key)
                .containsOnlyNulls()
                .hasSize(1);
    }

    @Test
    void eachEventOfAPackHasItsOwnKeyOrNone() throws IOException {
        List<StoredEvent> events = packed(
                "[[\"t\",1],[\"t\",2],[],[\"t\",3]]",
                4,
                "\"headers\":" + JsonString.quote("[null,{\"a\":\"b\"},null,null]") + ","
                        + keys("[null,\"order-7\",\"of a filler\", \"\\u0001 \\\"ü]😀\" ]"));

        assertThat(events)
                .extracting(StoredEvent::key, StoredEvent::headers)
                .containsExactly(
                        tuple(null, null),
                        tuple("order-7", "{\"a\":\"b\"}"),
                        tuple(null, null),
                        tuple("\u0001 \"ü]😀", null));
    }

    @Test
    void whatNoPublisherWritesAsAKeyInAPackIsNone() throws IOException {
        for (String none : NO_KEYS) {
            assertThat(packed("[[\"t\",1],[\"t\",2]]", 2, keys("[" + none + ",\"order-7\"]")))
                    .extracting(StoredEvent::key)
                    .containsExactly(null, "order-7");
        }
    }

    @Test
    void keysThatAreNotAsManyAsTheEventsAreNone() throws IOException {
        for (String keys : List.of(
                "",
                "x",
                "null",
                "{}",
                "[",
                "[]",
                "[\"a\"]",
                "[\"a\",\"b\",\"c\"]",
                "[\"a\",\"b\"",
                "[\"a\",\"b\"] []",
                "[\"a\"," + "[".repeat(1 << 20) + "]",
                "[" + "\"a\",".repeat(1 << 20) + "null]",
                "[\"a\",\"" + "x".repeat(20 << 20) + "\"]")) {
            assertPackWithoutKeys(keys(keys));
        }
    }

    @Test
    void keysThatAreNoTextAreNone() throws IOException {
        for (String keys : List.of("null", "7", "[\"a\",\"b\"]", "{\"a\":[]}")) {
            assertPackWithoutKeys("\"keys\":" + keys);
        }
        assertPackWithoutKeys("\"key\":\"order-7\"");
    }

    private static void assertPackWithoutKeys(String fields) throws IOException {
        assertThat(packed("[[\"t\",1],[\"t\",2]]", 2, fields))
                .containsExactly(
                        new StoredEvent("d.0", AT, "me", 7, "t", "[\"t\",1]", true, null),
                        new StoredEvent("d.1", AT, "me", 8, "t", "[\"t\",2]", true, null));
    }

    private static String keys(String text) {
        return "\"keys\":" + JsonString.quote(text);
    }

    private static StoredEvent single(String fields) throws IOException {
        List<StoredEvent> events =
                events("{\"args\":[\"t\",1],\"id\":\"d\"," + fields + ",\"seq\":7,\"src\":\"me\"," + TS + ",\"v\":1}");
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static List<StoredEvent> packed(String events, int n, String fields) throws IOException {
        return events("{\"events\":" + JsonString.quote(events) + "," + fields + ",\"id\":\"d\",\"n\":" + n
                + ",\"seq\":7,\"src\":\"me\",\"topics\":[\"t\"]," + TS + ",\"v\":2}");
    }

    private static List<StoredEvent> events(String document) throws IOException {
        byte[] frame = ("{\"t\":2,\"r\":[" + document + "]}").getBytes(StandardCharsets.UTF_8);
        List<Object> items = FrameText.rows(frame, Answers.feedItems());
        assertThat(items).allMatch(FeedItem.Initial.class::isInstance);
        return items.stream().map(item -> ((FeedItem.Initial) item).event()).toList();
    }
}
