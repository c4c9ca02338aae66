package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.rethink.wire.FrameText;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the rows of a changefeed, and the documents in them, are read. */
class FeedRowsTest {

    private static final String TS =
            "\"ts\":{\"$reql_type$\":\"TIME\",\"epoch_time\":1795478331.391,\"timezone\":\"+00:00\"}";
    private static final Instant AT = Instant.ofEpochMilli(1795478331391L);

    private final RowReader rows = new FeedRows(new FeedAudit(Duration.ofSeconds(10)));

    @Test
    void anInsertIsALiveEvent() throws IOException {
        List<Object> items = feed(
                "{\"new_val\":{\"args\":[\"t\",1],\"id\":\"a\",\"src\":\"me\",\"seq\":7," + TS + "},\"old_val\":null}");

        assertThat(items)
                .containsExactly(new FeedItem.Live(new StoredEvent("a", AT, "me", 7, "t", "[\"t\",1]", false, null)));
    }

    @Test
    void anEventMaySayUpToWhichNumberItsPublisherIsDone() throws IOException {
        assertThat(live("\"id\":\"a\",\"args\":[\"t\"],\"src\":\"me\",\"seq\":7,\"settled\":5"))
                .containsExactly(new FeedItem.Live(
                        new StoredEvent("a", AT, "me", 7, "t", "[\"t\"]", false, null).withSettled(5)));
    }

    @Test
    void aRowWithoutOldValueWasStoredBefore() throws IOException {
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
    void rowsThatAreNoInsertsAreSkipped(String row) throws IOException {
        assertThat(feed(row)).isEmpty();
    }

    @Test
    void theReadyStateAndErrorsBecomeItems() throws IOException {
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
    void argsAreTheTextOfTheDocument(String args) throws IOException {
        assertThat(event("\"args\":" + args).args()).isEqualTo(args);
    }

    @Test
    void argsOfManyLevelsAreReadWhole() throws IOException {
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
    void aTopicMayBeANumber() throws IOException {
        assertThat(event("\"args\":[42,1]").topic()).isEqualTo("42");
    }

    @Test
    void anIdThatIsNoTextIsReadAsItsJson() throws IOException {
        assertThat(event("\"args\":[\"t\"],\"id\":[1,\"b\"]").id()).isEqualTo("[1,\"b\"]");
    }

    @Test
    void aSeqThatIsNoCounterIsIgnored() throws IOException {
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
                .isEqualTo(StoredEvent.SETTLED_UNKNOWN);
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
    void aDocumentThatIsNoEventIsMalformed(String fields) throws IOException {
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
    void aDocumentWhoseTsIsNoTimeOfAnEventIsMalformed(String ts) throws IOException {
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
    void aTimeIsReadAsTheMillisecondThatItIsIn(String seconds, long millis) throws IOException {
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
    void theFillerOfARefusedEventIsNotMalformed() throws IOException {
        assertThat(live("\"id\":\"a\",\"args\":[],\"src\":\"me\",\"seq\":3"))
                .singleElement()
                .satisfies(item ->
                        assertThat(((FeedItem.Live) item).event().isFiller()).isTrue());
    }

    private StoredEvent event(String fields) throws IOException {
        return ((FeedItem.Live) live(fields).get(0)).event();
    }

    private List<Object> live(String fields) throws IOException {
        return feed("{\"new_val\":{" + fields + "," + TS + "},\"old_val\":null}");
    }

    private List<Object> feed(String someRows) throws IOException {
        return FrameText.rows("{\"t\":3,\"r\":[" + someRows + "],\"n\":[1,5]}", rows);
    }
}
