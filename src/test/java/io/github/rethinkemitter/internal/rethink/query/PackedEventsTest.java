package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.json.JsonString;
import io.github.rethinkemitter.internal.rethink.wire.FrameText;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events a packed document stands for, and which documents are none. */
class PackedEventsTest {

    private static final String TS =
            "\"ts\":{\"$reql_type$\":\"TIME\",\"epoch_time\":1795478331.391,\"timezone\":\"+00:00\"}";
    private static final Instant AT = Instant.ofEpochMilli(1795478331391L);
    private static final String BAD = "n, events and headers are not of the same number of events";

    private final FeedAudit audit = new FeedAudit(Duration.ofSeconds(10));
    private final RowReader rows = new FeedRows(audit);

    @Test
    void eachEventHasAnIdANumberAndItsOwnText() throws IOException {
        List<Object> items = inserted("\"settled\":6,", "[[\"a\",1],[\"b\"],[\"a\",[2,{\"x\":[]}],null]]", null, "3");

        assertThat(items)
                .containsExactly(
                        new FeedItem.Live(
                                new StoredEvent("d.0", AT, "me", 7, "a", "[\"a\",1]", true, null).withSettled(6)),
                        new FeedItem.Live(new StoredEvent("d.1", AT, "me", 8, "b", "[\"b\"]", true, null)),
                        new FeedItem.Live(
                                new StoredEvent("d.2", AT, "me", 9, "a", "[\"a\",[2,{\"x\":[]}],null]", true, null)));
    }

    @Test
    void storedDocumentsAreReadLikeThoseOfAFeed() throws IOException {
        String document = document("", "[[\"a\",1],[],[\"b\"]]", null, "3");

        assertThat(FrameText.rows(frame(document), Answers.events()))
                .extracting(event -> ((StoredEvent) event).id())
                .containsExactly("d.0", "d.1", "d.2");
        assertThat(FrameText.rows(frame(document), Answers.feedItems()))
                .extracting(item -> ((FeedItem.Initial) item).event().topic())
                .containsExactly("a", "", "b");
        assertThat(FrameText.rows(frame("{\"new_val\":" + document + "}"), rows))
                .extracting(item -> ((FeedItem.Initial) item).event().seq())
                .containsExactly(7L, 8L, 9L);
        assertThat(FrameText.rows(frame(document("", "[[\"a\",1]]", null, "2")), Answers.problems()))
                .containsExactly(new FeedItem.Malformed("d", BAD));
    }

    @Test
    void anEmptyArrayFillsThePlaceOfARefusedEvent() throws IOException {
        assertThat(events("[[],[\"a\",1],[ ]]"))
                .extracting(StoredEvent::isFiller, StoredEvent::seq, StoredEvent::args)
                .containsExactly(tuple(true, 7L, "[]"), tuple(false, 8L, "[\"a\",1]"), tuple(true, 9L, "[]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"t\",12345678901234567890123,1.10,-0.0,1e400]",
                "[\"t\",\"\\ud83d\\ude00 \\u0000 \\\" ] [ \\\\\"]",
                "[\"t\",\"\\udc00\"]",
                "[\"t\",\"😀 ä\",{\"ü]\":[[],{}]}]",
                "[ \"t\" , [ 1 ] ]",
                "[\"t\",{\"$reql_type$\":\"BINARY\",\"data\":\"AA==\"},{\"a\":1,\"a\":2}]"
            })
    void argumentsAreTheTextThatThePublisherWrote(String args) throws IOException {
        assertThat(events("[[\"ä\"], " + args + ",[\"z\"]]"))
                .extracting(StoredEvent::args)
                .containsExactly("[\"ä\"]", args, "[\"z\"]");
    }

    @Test
    void aTopicMayBeWrittenWithEscapes() throws IOException {
        assertThat(events("[[\"\\u0061\\ud83d\\ude00\",1],[\"a😀\",2]]"))
                .extracting(StoredEvent::topic)
                .containsExactly("a😀", "a😀");
    }

    @Test
    void eventsOfOneTopicShareItsText() throws IOException {
        List<StoredEvent> events = events("[[\"order.placed\",1],[\"b\"],[\"order.placed\",2]]");

        assertThat(events.get(2).topic()).isSameAs(events.get(0).topic());
    }

    @Test
    void anEventMayBeAsLargeAsOneOfItsOwn() throws IOException {
        String other = "[\"t\",\"" + "x".repeat(2_000) + "\"]";
        for (String argument : List.of(
                "[".repeat(500) + "]".repeat(500),
                "{\"a\":".repeat(500) + "1" + "}".repeat(500),
                "9".repeat(1_000),
                "\"" + "x".repeat(16 << 20) + "\"",
                "{\"" + "k".repeat(100_000) + "\":\"\\u0000\"}")) {
            String args = "[\"t\"," + argument + "]";
            String text = "[" + (other + ",").repeat(511) + args + "]";

            StoredEvent last = events(text).get(511);

            assertThat(last.args()).hasSameSizeAs(args).isEqualTo(args);
        }
    }

    @Test
    void whatNoPublisherWritesFillsItsPlacesAndIsReported() throws IOException {
        for (String text : List.of(
                "",
                "x",
                "{}",
                "null",
                "[",
                "[[\"t\",1],[\"t\",2]",
                "[[\"t\",1],[\"t\",2",
                "[[\"t\",1],[\"t\",\"2",
                "[[\"t\",1],[\"t\",2]]]",
                "[[\"t\",1],[\"t\",2]] []",
                "[[\"t\",1],[\"t\",2],]",
                "[[\"t\",1,],[\"t\",2]]",
                "[[\"t\",1]]",
                "[[\"t\",1],[\"t\",2],[\"t\",3]]",
                "[[\"t\",1],null]",
                "[[\"t\",1],\"t\"]",
                "[[\"t\",1],{\"t\":2}]",
                "[[\"t\",1],[2]]",
                "[[\"t\",1],[\"\"]]",
                "[[\"t\",1],[[\"t\"]]]",
                "[[\"t\",1],[\"t\",NaN]]",
                "[[\"t\",1],[\"t\"," + "[".repeat(501) + "]".repeat(501) + "]]",
                "[[\"t\",1],[\"t\"," + "9".repeat(1_001) + "]]",
                "[[\"t\",1],[\"t\",\"" + "x".repeat(20 << 20) + "\"]]",
                "[".repeat(1 << 20))) {
            assertPlacesOnly(inserted("", text, null, "2"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{}]",
                "[{},{},{}]",
                "[{},7]",
                "[{},\"a\"]",
                "[{},[]]",
                "[{},{\"a\":\"b\"]",
                "{}",
                "null",
                ""
            })
    void headersThatAreNotThoseOfTheEventsAreReported(String headers) throws IOException {
        assertPlacesOnly(inserted("", "[[\"t\",1],[\"t\",2]]", quote(headers), "2"));
    }

    @Test
    void eachEventHasItsOwnHeadersOrNone() throws IOException {
        List<Object> items = inserted(
                "", "[[\"t\",1],[],[\"t\",2],[\"t\",3]]", quote("[{\"a\":\"ü\"},null, {} ,{\"b\":\"]\"}]"), "4");

        assertThat(items)
                .extracting(item -> ((FeedItem.Live) item).event().headers())
                .containsExactly("{\"a\":\"ü\"}", null, "{}", "{\"b\":\"]\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"a\":\"b\"}", "[[1]]", "7"})
    void headersThatAreNoTextAreNoHeadersOfPackedEvents(String headers) throws IOException {
        assertThat(inserted("", "[[\"t\",1]]", headers, "1"))
                .singleElement()
                .satisfies(item -> assertThat(((FeedItem.Live) item).event())
                        .isEqualTo(new StoredEvent("d.0", AT, "me", 7, "t", "[\"t\",1]", true, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "10001", "1e303", "\"1\"", "null", "[1]", "{\"$reql_type$\":\"TIME\"}"})
    void aNumberOfEventsThatNoPublisherWritesFillsOnePlace(String n) throws IOException {
        assertThat(inserted("\"settled\":3,", "[[\"t\",1]]", null, n))
                .containsExactly(
                        new FeedItem.Malformed("d", BAD),
                        new FeedItem.Live(new StoredEvent("d", AT, "me", 7, "", "[]", false, null).withSettled(3)));
    }

    @Test
    void aDocumentMayHaveManyEventsButNotAnyNumber() throws IOException {
        assertThat(inserted("", array(10_000), null, "10000"))
                .hasSize(10_000)
                .noneMatch(FeedItem.Malformed.class::isInstance);
        assertThat(inserted("", array(1_000_000), null, "1000000")).hasSize(2);
        assertThat(inserted("", array(1_000_000), null, "3")).hasSize(4).first().isInstanceOf(FeedItem.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v\":2,\"seq\":7|",
                "\"v\":2,\"src\":\"\",\"seq\":7|",
                "\"v\":2,\"src\":\"me\"|",
                "\"v\":2,\"src\":\"me\",\"seq\":0|",
                "\"src\":\"me\",\"seq\":7|7",
                "\"v\":1,\"src\":\"me\",\"seq\":7|7",
                "\"v\":\"2\",\"src\":\"me\",\"seq\":7|7"
            })
    void fieldsOfTheseNamesMeanNothingInDocumentsOfOtherWriters(String fields, Long seq) throws IOException {
        String document = "{" + fields + ",\"id\":\"d\",\"n\":2,\"topics\":7,\"headers\":\"[null,null]\","
                + "\"events\":\"[[\\\"t\\\"],[\\\"t\\\"]]\",\"args\":[\"mine\",1]," + TS + "}";

        assertThat(FrameText.rows(frame(document), Answers.events()))
                .containsExactly(new StoredEvent(
                        "d",
                        AT,
                        seq == null ? null : "me",
                        seq == null ? 0 : seq,
                        "mine",
                        "[\"mine\",1]",
                        false,
                        null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "[[\"t\",1]]", "{\"a\":[]}"})
    void aDocumentWhoseEventsAreNoTextIsReadAsOneEvent(String events) throws IOException {
        String document = "{\"args\":[\"t\",1],\"events\":" + events
                + ",\"id\":\"d\",\"n\":1,\"seq\":7,\"src\":\"me\",\"v\":2," + TS + "}";

        assertThat(FrameText.rows(frame(document), Answers.events()))
                .containsExactly(new StoredEvent("d", AT, "me", 7, "t", "[\"t\",1]", false, null));
    }

    @Test
    void aDocumentOfALaterVersionFillsItsPlaces() throws IOException {
        String later = "{\"args\":[\"t\",1],\"id\":\"d\",\"seq\":7,\"settled\":4,\"src\":\"me\",\"v\":3," + TS + "}";
        String many = "{\"id\":\"d\",\"n\":2,\"seq\":7,\"src\":\"me\",\"v\":99," + TS + "}";

        assertThat(FrameText.rows(frame(later), Answers.events()))
                .containsExactly(StoredEvent.unread("d", AT, "me", 7, 4, 3))
                .allMatch(event -> ((StoredEvent) event).isFiller() && ((StoredEvent) event).isOfLaterVersion());
        assertThat(FrameText.rows(frame(many), Answers.events()))
                .containsExactly(
                        StoredEvent.unread("d.0", AT, "me", 7, -1, 99), StoredEvent.unread("d.1", AT, "me", 8, -1, 99));
    }

    @Test
    void aVersionCountsOnlyInDocumentsOfThisLibrary() throws IOException {
        assertThat(FrameText.rows(frame("{\"args\":[\"t\",1],\"id\":\"d\",\"v\":3," + TS + "}"), Answers.events()))
                .containsExactly(new StoredEvent("d", AT, null, 0, "t", "[\"t\",1]", false, null));
    }

    @Test
    void aDocumentWithoutATimeIsMalformedWhateverItsVersion() throws IOException {
        for (String fields : List.of("\"v\":2,\"n\":1,\"events\":\"[[]]\"", "\"v\":3")) {
            assertThat(FrameText.rows(
                            frame("{\"id\":\"d\",\"seq\":1,\"src\":\"me\"," + fields + "}"), Answers.feedItems()))
                    .containsExactly(new FeedItem.Malformed("d", "ts is no time of the years 1970 to 9999"));
        }
    }

    @Test
    void theDocumentIsCountedOnceAndNotItsEvents() throws IOException {
        audit.begin(AT.minusSeconds(10), AT.minusSeconds(10), 0);
        FrameText.rows(frame("{\"new_val\":" + document("", array(500), null, "500") + "}"), rows);
        long later = Duration.ofSeconds(20).toNanos();

        audit.ask(later);
        audit.answered(new FeedAudit.Census("table", AT.plusSeconds(10), 1), later);

        assertThat(audit.next(later)).isEqualTo(FeedAudit.Step.PROVEN);
    }

    @Test
    void ofAChangedOrDeletedDocumentNoEventIsMade() throws Exception {
        String document = document("", array(10_000), null, "10000");
        byte[] changed = frame("{\"new_val\":" + document + ",\"old_val\":" + document + "}");
        byte[] deleted = frame("{\"new_val\":null,\"old_val\":" + document + "}");
        FrameText.rows(changed, rows);

        long before = allocated();
        List<Object> ofChange = FrameText.rows(changed, rows);
        List<Object> ofDeletion = FrameText.rows(deleted, rows);
        long allocated = allocated() - before;

        assertThat(ofChange).isEmpty();
        assertThat(ofDeletion).isEmpty();
        assertThat(allocated).isLessThan(changed.length);
    }

    @Test
    void theTextsOfTheEventsAreMostOfWhatIsAllocated() throws Exception {
        String event = "[\"t\",\"" + "x".repeat(1_000) + "\"]";
        String text = "[" + String.join(",", Collections.nCopies(500, event)) + "]";
        byte[] frame = frame("{\"new_val\":" + document("", text, null, "500") + ",\"old_val\":null}");
        FrameText.rows(frame, rows);

        long before = allocated();
        FrameText.rows(frame, rows);

        // Two bytes for each character while the text is decoded, twice, and one in the events.
        assertThat(allocated() - before).isLessThan(6L * text.length());
    }

    private static void assertPlacesOnly(List<Object> items) {
        assertThat(items)
                .containsExactly(
                        new FeedItem.Malformed("d", BAD),
                        new FeedItem.Live(new StoredEvent("d.0", AT, "me", 7, "", "[]", false, null)),
                        new FeedItem.Live(new StoredEvent("d.1", AT, "me", 8, "", "[]", false, null)));
    }

    private static String array(int fillers) {
        return IntStream.range(0, fillers).mapToObj(i -> "[]").collect(Collectors.joining(",", "[", "]"));
    }

    private List<StoredEvent> events(String text) throws IOException {
        int count = FrameText.rows("{\"t\":2,\"r\":" + text + "}", (json, frame, into) -> {
                    json.skipChildren();
                    into.add(1);
                })
                .size();
        return inserted("", text, null, Integer.toString(count)).stream()
                .map(item -> ((FeedItem.Live) item).event())
                .toList();
    }

    private List<Object> inserted(String fields, String events, String headers, String n) throws IOException {
        return FrameText.rows(
                frame("{\"new_val\":" + document(fields, events, headers, n) + ",\"old_val\":null}"), rows);
    }

    // The database sends fields in the order of their names.
    private static String document(String fields, String events, String headers, String n) {
        return "{\"events\":" + quote(events) + (headers == null ? "" : ",\"headers\":" + headers)
                + ",\"id\":\"d\",\"n\":" + n + ",\"seq\":7," + fields + "\"src\":\"me\",\"topics\":[\"t\"]," + TS
                + ",\"v\":2}";
    }

    private static String quote(String text) {
        return JsonString.quote(text);
    }

    private static byte[] frame(String row) {
        return ("{\"t\":3,\"r\":[" + row + "]}").getBytes(StandardCharsets.UTF_8);
    }

    private static long allocated() throws JMException {
        return (long) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "CurrentThreadAllocatedBytes");
    }
}
