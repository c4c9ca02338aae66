package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rethinkdb.gen.proto.ErrorType;
import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.json.JsonString;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit;
import io.github.rethinkemitter.internal.rethink.query.FeedRows;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final String TS =
            "\"ts\":{\"$reql_type$\":\"TIME\",\"epoch_time\":1795478331.391,\"timezone\":\"+00:00\"}";
    private static final String OURS = "\"src\":\"me\",\"seq\":7,\"v\":1,";
    private static final Instant AT = Instant.ofEpochMilli(1795478331391L);

    private final FrameReader frames = new FrameReader();
    private final RowReader rows = new FeedRows(new FeedAudit(Duration.ofSeconds(10)));

    @Test
    void anInsertIsALiveEvent() throws IOException {
        List<Object> items = feed(
                "{\"new_val\":{\"args\":[\"t\",1],\"id\":\"a\",\"src\":\"me\",\"seq\":7," + TS + "},\"old_val\":null}");

        assertThat(items)
                .containsExactly(new FeedItem.Live(new StoredEvent("a", AT, "me", 7, "t", "[\"t\",1]", false, null)));
    }

    @Test
    void anEventMayTellHowFarItsPublisherIsDone() throws IOException {
        assertThat(live("\"id\":\"a\",\"args\":[\"t\"],\"src\":\"me\",\"seq\":7,\"settled\":5"))
                .containsExactly(new FeedItem.Live(new StoredEvent("a", AT, "me", 7, "t", "[\"t\"]", false, null, 5)));
    }

    @Test
    void withoutOldValueItWasThereBefore() throws IOException {
        List<Object> items = feed("{\"new_val\":{\"args\":[\"t\"],\"id\":\"a\"," + TS + "}}");

        assertThat(items)
                .containsExactly(new FeedItem.Initial(new StoredEvent("a", AT, null, 0, "t", "[\"t\"]", false, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"new_val\":{\"id\":\"a\",\"args\":[\"t\"]},\"old_val\":{\"id\":\"a\"}}",
                "{\"new_val\":null,\"old_val\":{\"id\":\"a\",\"args\":[[[]]]}}",
                "{\"old_val\":{\"id\":\"a\"}}",
                "{\"state\":\"initializing\"}",
                "{\"type\":\"unknown\",\"more\":{\"a\":[1]}}",
                "7",
                "null",
                "[1]"
            })
    void whatIsNoInsertIsSkipped(String row) throws IOException {
        assertThat(feed(row)).isEmpty();
    }

    @Test
    void statesAndErrorsAreTold() throws IOException {
        assertThat(
                        feed(
                                "{\"state\":\"ready\"},{\"error\":\"Changefeed cache over array size limit, skipped 3 elements.\"}"))
                .containsExactly(
                        new FeedItem.Ready(),
                        new FeedItem.Overflowed("Changefeed cache over array size limit, skipped 3 elements."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"t\",12345678901234567890123,1.10,-0.0,1e400]",
                "[\"t\",\"\\ud83d\\ude00 \\u0000 \\\" ] [ \\\\\"]",
                "[\"t\",\"😀 ä\",{\"ü]\":[[],{}]}]",
                "[ \"t\" , [ 1 ] ]",
                "[\"t\",{\"$reql_type$\":\"BINARY\",\"data\":\"AA==\"}]"
            })
    void argsAreTheTextThatStandsThere(String args) throws IOException {
        assertThat(event("\"args\":" + args).args()).isEqualTo(args);
    }

    @Test
    void deepArgsAreTakenWhole() throws IOException {
        String args = "[\"t\"," + "[{\"a\":".repeat(20_000) + "1" + "}]".repeat(20_000) + "]";

        assertThat(event("\"args\":" + args).args()).isEqualTo(args);
    }

    @Test
    void argsOrHeadersThatAreNestedWithoutEndAreMalformed() throws IOException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThat(live("\"id\":\"a\",\"args\":[\"t\"," + deep + "]"))
                .containsExactly(new FeedItem.Malformed("a", "it is nested deeper than 100000 levels"));
        assertThat(live("\"id\":\"a\",\"args\":[\"t\"],\"src\":\"me\",\"seq\":3,\"headers\":{\"x\":" + deep + "}"))
                .containsExactly(
                        new FeedItem.Malformed("a", "it is nested deeper than 100000 levels"),
                        new FeedItem.Live(new StoredEvent("a", AT, "me", 3, "", "[]", false, null)));
    }

    @Test
    void anAnswerThatIsNestedWithoutEndIsRefused() {
        assertThatThrownBy(() -> event("\"x\":" + "[".repeat(1_000_000))).isInstanceOf(IOException.class);
    }

    @Test
    void aTopicMayBeANumber() throws IOException {
        assertThat(event("\"args\":[42,1]").topic()).isEqualTo("42");
    }

    @Test
    void halfASurrogatePairIsAReplacementCharacter() throws IOException {
        String row = "{\"new_val\":{\"id\":\"1?2\",\"?\":[\"?\"],\"args\":[\"t?\",\"??\\ud7ff\",{\"?\":\"?\"}]," + TS
                + "},\"old_val\":null}";
        byte[] frame = ("{\"t\":3,\"r\":[" + row.replace("?", "\uffff") + "]}").getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < frame.length; at++) {
            if (frame[at] == (byte) 0xEF) {
                frame[at] = (byte) 0xED;
                frame[at + 1] = (byte) 0xB0;
                frame[at + 2] = (byte) 0x80;
            }
        }

        var items = frames.read(1, frame, frame.length, rows).data;

        String args = "[\"t?\",\"??\\ud7ff\",{\"?\":\"?\"}]".replace('?', '\ufffd');
        assertThat(items)
                .containsExactly(
                        new FeedItem.Live(new StoredEvent("1\ufffd2", AT, null, 0, "t\ufffd", args, false, null)));
    }

    @Test
    void rawIsPreferred() throws IOException {
        StoredEvent event = event(OURS + "\"args\":[\"t\",1],\"raw\":\"[\\\"t\\\",1.00]\",\"headers\":{\"a\":\"b\"}");

        assertThat(event.args()).isEqualTo("[\"t\",1.00]");
        assertThat(event.exact()).isTrue();
        assertThat(event.headers()).isEqualTo("{\"a\":\"b\"}");
    }

    @Test
    void rawMayBeAllThatAPublisherWrites() throws IOException {
        for (String argument : List.of(
                "[".repeat(500) + "]".repeat(500),
                "{\"a\":".repeat(500) + "1" + "}".repeat(500),
                "9".repeat(1_000),
                "\"" + "x".repeat(16 << 20) + "\"",
                "{\"" + "k".repeat(100_000) + "\":\"\\u0000\"}")) {
            String raw = "[\"t\"," + argument + "]";

            assertThat(event(OURS + "\"args\":[\"t\",null],\"raw\":" + JsonString.quote(raw)))
                    .satisfies(
                            event -> assertThat(event.args()).hasSameSizeAs(raw).isEqualTo(raw))
                    .satisfies(event -> assertThat(event.exact()).isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "\"some text\"",
                "\"[1\"",
                "\"[1] 2\"",
                "{\"a\":1}",
                "null",
                "\"[]\"",
                "\"[\\\"other\\\",1]\"",
                "\"[[\\\"t\\\"],1]\"",
                "\"[\\\"t\\\",1,]\"",
                "\"[\\\"t\\\",NaN]\"",
                "\"[\\\"t\\\",{]\""
            })
    void anotherRawIsNotOurs(String raw) throws IOException {
        assertNotExact(OURS + "\"args\":[\"t\",1],\"raw\":" + raw);
    }

    @Test
    void rawThatNoPublisherWritesIsNotOurs() throws IOException {
        for (String argument : List.of(
                "[".repeat(501) + "]".repeat(501),
                "{\"a\":".repeat(501) + "1" + "}".repeat(501),
                "9".repeat(1_001),
                "0." + "9".repeat(1_000_000),
                "\"" + "x".repeat(18 << 20) + "\"")) {
            assertNotExact(OURS + "\"args\":[\"t\",1],\"raw\":" + JsonString.quote("[\"t\"," + argument + "]"));
        }
    }

    @Test
    void rawOfBracketsAloneNeedsLittleMemory() throws Exception {
        String row = OURS + "\"args\":[\"t\",1],\"raw\":\"[\\\"t\\\"," + "[".repeat(16 << 20) + "\"";
        byte[] frame = frame("{\"new_val\":{" + row + "," + TS + "},\"old_val\":null}");

        long before = allocated();
        frames.read(1, frame, frame.length, rows);

        assertThat(allocated() - before).isLessThan(8L * frame.length);
    }

    private static long allocated() throws JMException {
        return (long) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "CurrentThreadAllocatedBytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"src\":\"me\",\"v\":1,",
                "\"seq\":3,\"v\":1,",
                "\"src\":\"me\",\"seq\":3,",
                "\"src\":\"me\",\"seq\":3,\"v\":2,",
                "\"src\":\"me\",\"seq\":3,\"v\":\"1\",",
                "\"src\":\"me\",\"seq\":0,\"v\":1,"
            })
    void aStrangersFieldOfThatNameIsNotOurs(String fields) throws IOException {
        assertNotExact(fields + "\"args\":[\"t\",1],\"raw\":\"[\\\"t\\\",2]\"");
    }

    private void assertNotExact(String fields) throws IOException {
        StoredEvent event = event(fields);

        assertThat(event.args()).isEqualTo("[\"t\",1]");
        assertThat(event.exact()).isFalse();
    }

    @Test
    void anIdThatIsNoTextIsItsJson() throws IOException {
        assertThat(event("\"args\":[\"t\"],\"id\":[1,\"b\"]").id()).isEqualTo("[1,\"b\"]");
    }

    @Test
    void aCounterOfAStrangerCountsForNothing() throws IOException {
        assertThat(event("\"args\":[\"t\"],\"src\":7,\"seq\":1").isSequenced()).isFalse();
        assertThat(event("\"args\":[\"t\"],\"src\":\"me\",\"seq\":1.5").isSequenced())
                .isFalse();
        assertThat(event("\"args\":[\"t\"],\"src\":\"me\",\"seq\":[0]").isSequenced())
                .isFalse();
        assertThat(event("\"args\":[\"t\"],\"src\":\"me\",\"seq\":9007199254740993")
                        .isSequenced())
                .isFalse();
        assertThat(event("\"args\":[\"t\"],\"src\":\"me\",\"seq\":1e303").isSequenced())
                .isFalse();
        assertThat(event("\"args\":[\"t\"],\"src\":\"me\",\"seq\":1.0").seq()).isEqualTo(1);
        assertThat(event("\"args\":[\"t\"],\"src\":\"me\",\"seq\":2,\"settled\":\"all\"")
                        .settled())
                .isEqualTo(StoredEvent.NOT_TOLD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"args\":[]",
                "\"args\":[null]",
                "\"args\":[[\"t\"]]",
                "\"args\":[\"\"]",
                "\"args\":\"t\"",
                "\"x\":{}"
            })
    void whatIsNoEventIsMalformed(String fields) throws IOException {
        assertThat(live("\"id\":\"a\"," + fields)).singleElement().isInstanceOf(FeedItem.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"today\"",
                "5",
                "null",
                "[1]",
                "{}",
                "{\"$reql_type$\":\"BINARY\",\"epoch_time\":5}",
                "{\"$reql_type$\":\"TIME\",\"epoch_time\":\"5\"}",
                "{\"$reql_type$\":\"TIME\",\"epoch_time\":[[5]]}",
                "{\"$reql_type$\":\"TIME\",\"epoch_time\":-0.001}",
                "{\"$reql_type$\":\"TIME\",\"epoch_time\":-0.0000001}",
                "{\"$reql_type$\":\"TIME\",\"epoch_time\":-62135596800.5}",
                "{\"$reql_type$\":\"TIME\",\"epoch_time\":253402300800}",
                "{\"$reql_type$\":\"TIME\",\"epoch_time\":9223372036854776.0}",
                "{\"$reql_type$\":\"TIME\",\"epoch_time\":1e303}",
                "{\"$reql_type$\":\"TIME\",\"epoch_time\":-1e303}",
                "{\"$reql_type$\":\"TIME\",\"epoch_time\":1e999999999}"
            })
    void withoutATimeOfAnEventItIsMalformed(String ts) throws IOException {
        assertThat(feed("{\"new_val\":{\"id\":\"a\",\"args\":[\"t\"],\"ts\":" + ts + "},\"old_val\":null}"))
                .containsExactly(new FeedItem.Malformed("a", "ts is no time of the years 1970 to 9999"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1e-300, 0",
        "1e-999999999, 0",
        "0.0015, 1",
        "7, 7000",
        "7.5, 7500",
        "7.25, 7250",
        "1795478331.391, 1795478331391",
        "1795478331.3919, 1795478331391",
        "1.795478331391e9, 1795478331391",
        "253402300799.999, 253402300799999",
        "253402300799.9999, 253402300799999"
    })
    void aTimeIsTheMillisecondThatItIsIn(String seconds, long millis) throws IOException {
        String ts = "\"ts\":{\"epoch_time\":" + seconds + ",\"timezone\":\"+23:59\",\"$reql_type$\":\"TIME\"}";

        List<Object> items = feed("{\"new_val\":{\"id\":\"a\",\"args\":[\"t\"]," + ts + "},\"old_val\":null}");

        assertThat(((FeedItem.Live) items.get(0)).event().ts()).isEqualTo(Instant.ofEpochMilli(millis));
    }

    @Test
    void aMalformedDocumentFillsItsPlaceInTheSequence() throws IOException {
        List<Object> items = live("\"id\":\"a\",\"args\":7,\"src\":\"me\",\"seq\":3");

        assertThat(items)
                .containsExactly(
                        new FeedItem.Malformed("a", "args is no array"),
                        new FeedItem.Live(new StoredEvent("a", AT, "me", 3, "", "[]", false, null)));
    }

    @Test
    void anEmptyPlaceIsNotMalformed() throws IOException {
        assertThat(live("\"id\":\"a\",\"args\":[],\"src\":\"me\",\"seq\":3"))
                .singleElement()
                .satisfies(item ->
                        assertThat(((FeedItem.Live) item).event().isFiller()).isTrue());
    }

    @Test
    void errorsAreReadWithTheirType() throws IOException {
        Response response = read("{\"t\":18,\"e\":4100000,\"r\":[\"Table `a.b` does not exist.\"],\"b\":[0,[1,{}]]}");

        assertThat(response.type).isEqualTo(ResponseType.RUNTIME_ERROR);
        assertThat(response.errorType).isEqualTo(ErrorType.OP_FAILED);
        assertThat(response.data).containsExactly("Table `a.b` does not exist.");
    }

    @Test
    void rowsMayComeBeforeTheType() throws IOException {
        assertThat(read("{\"n\":[],\"r\":[{\"state\":\"ready\"}],\"p\":{\"x\":[]},\"t\":3}").data)
                .hasSize(1);
    }

    @Test
    void treesHoldWhatJsonHolds() throws IOException {
        byte[] frame = "{\"t\":1,\"r\":[{\"a\":[1,true,null,\"x\"],\"b\":{}}]}".getBytes(StandardCharsets.UTF_8);

        Object row = frames.read(1, frame, frame.length, RowValues.TREE).data.get(0);

        assertThat(row).isEqualTo(Map.of("a", java.util.Arrays.asList(1.0, true, null, "x"), "b", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"r\":[",
                "{\"r\":[{\"new_val\":{\"args\":[1",
                "{\"t\":99,\"r\":[]}",
                "{\"r\":[]}",
                "{\"r\":7,\"t\":1}",
                "nonsense"
            })
    void anAnswerThatIsNoneIsRefused(String frame) {
        assertThatThrownBy(() -> read(frame)).isInstanceOf(IOException.class);
    }

    private StoredEvent event(String fields) throws IOException {
        return ((FeedItem.Live) live(fields).get(0)).event();
    }

    private List<Object> live(String fields) throws IOException {
        return feed("{\"new_val\":{" + fields + "," + TS + "},\"old_val\":null}");
    }

    private List<Object> feed(String someRows) throws IOException {
        return read("{\"t\":3,\"r\":[" + someRows + "],\"n\":[1,5]}").data;
    }

    private Response read(String frame) throws IOException {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        return frames.read(1, bytes, bytes.length, rows);
    }

    private static byte[] frame(String row) {
        return ("{\"t\":3,\"r\":[" + row + "]}").getBytes(StandardCharsets.UTF_8);
    }
}
