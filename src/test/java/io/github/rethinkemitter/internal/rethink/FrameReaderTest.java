package io.github.rethinkemitter.internal.rethink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rethinkdb.gen.proto.ErrorType;
import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final String TS =
            "\"ts\":{\"$reql_type$\":\"TIME\",\"epoch_time\":1795478331.391,\"timezone\":\"+00:00\"}";
    private static final Instant AT = Instant.ofEpochMilli(1795478331391L);

    private final FrameReader frames = new FrameReader();
    private final Rows rows = new FeedRows(new FeedAudit(Duration.ofSeconds(10)));

    @Test
    void anInsertIsALiveEvent() throws IOException {
        List<Object> items = feed(
                "{\"new_val\":{\"args\":[\"t\",1],\"id\":\"a\",\"src\":\"me\",\"seq\":7," + TS + "},\"old_val\":null}");

        assertThat(items)
                .containsExactly(new FeedItem.Live(new Stored("a", AT, "me", 7, "t", "[\"t\",1]", false, null)));
    }

    @Test
    void anEventMayTellHowFarItsPublisherIsDone() throws IOException {
        assertThat(live("\"id\":\"a\",\"args\":[\"t\"],\"src\":\"me\",\"seq\":7,\"settled\":5"))
                .containsExactly(new FeedItem.Live(new Stored("a", AT, "me", 7, "t", "[\"t\"]", false, null, 5)));
    }

    @Test
    void withoutOldValueItWasThereBefore() throws IOException {
        List<Object> items = feed("{\"new_val\":{\"args\":[\"t\"],\"id\":\"a\"," + TS + "}}");

        assertThat(items)
                .containsExactly(new FeedItem.Initial(new Stored("a", AT, null, 0, "t", "[\"t\"]", false, null)));
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
    void aTopicMayBeANumber() throws IOException {
        assertThat(event("\"args\":[42,1]").topic()).isEqualTo("42");
    }

    @Test
    void rawIsPreferred() throws IOException {
        Stored event = event("\"args\":[\"t\",1],\"raw\":\"[\\\"t\\\",1.00]\",\"headers\":{\"a\":\"b\"}");

        assertThat(event.args()).isEqualTo("[\"t\",1.00]");
        assertThat(event.exact()).isTrue();
        assertThat(event.headers()).isEqualTo("{\"a\":\"b\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"some text\"", "\"[1\"", "\"[1] 2\"", "{\"a\":1}", "null"})
    void anotherRawIsNotOurs(String raw) throws IOException {
        Stored event = event("\"args\":[\"t\",1],\"raw\":" + raw);

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
        assertThat(event("\"args\":[\"t\"],\"src\":\"me\",\"seq\":1.0").seq()).isEqualTo(1);
        assertThat(event("\"args\":[\"t\"],\"src\":\"me\",\"seq\":2,\"settled\":\"all\"")
                        .settled())
                .isEqualTo(Stored.NOT_TOLD);
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

    @Test
    void withoutTimeItIsMalformed() throws IOException {
        assertThat(feed("{\"new_val\":{\"id\":\"a\",\"args\":[\"t\"],\"ts\":\"today\"},\"old_val\":null}"))
                .containsExactly(new FeedItem.Malformed("a", "ts is no time"));
    }

    @Test
    void aMalformedDocumentFillsItsPlaceInTheSequence() throws IOException {
        List<Object> items = live("\"id\":\"a\",\"args\":7,\"src\":\"me\",\"seq\":3");

        assertThat(items)
                .containsExactly(
                        new FeedItem.Malformed("a", "args is no array"),
                        new FeedItem.Live(new Stored("a", AT, "me", 3, "", "[]", false, null)));
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

        Object row = frames.read(1, frame, frame.length, Json.TREE).data.get(0);

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

    private Stored event(String fields) throws IOException {
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
}
