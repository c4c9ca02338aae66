package io.github.rethinkemitter.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events the documents of a table hold. */
class EventDocumentTest {

    private static final String TS =
            "\"ts\":{\"$reql_type$\":\"TIME\",\"epoch_time\":1795478331.391,\"timezone\":\"+00:00\"}";
    private static final Instant AT = Instant.ofEpochMilli(1795478331391L);
    private static final String OURS = "\"src\":\"me\",\"seq\":7,";

    @Test
    void aDocumentIsOneEvent() {
        assertThat(
                        read(
                                OURS
                                        + "\"v\":1,\"args\":[\"t\",1],\"raw\":\"[\\\"t\\\",1.0]\",\"headers\":{\"a\":\"b\"},\"key\":\"k\""))
                .containsExactly(new TableEvent(
                        "test.events",
                        "d",
                        AT,
                        "t",
                        List.of(new BigDecimal("1.0")),
                        "[1.0]",
                        Map.of("a", "b"),
                        Optional.of("k"),
                        Optional.of("me"),
                        OptionalLong.of(7)));
    }

    @Test
    void aPackedDocumentIsManyEvents() {
        var events = read(OURS + "\"v\":2,\"n\":3,\"topics\":[\"t\",\"u\"],"
                + "\"events\":\"[[\\\"t\\\",1],[],[\\\"u\\\",[2],null]]\",\"headers\":\"[null,null,{\\\"a\\\":\\\"b\\\"}]\","
                + "\"keys\":\"[\\\"k\\\",\\\"of a filler\\\",null]\"");

        assertThat(events)
                .extracting(
                        TableEvent::id,
                        TableEvent::timestamp,
                        TableEvent::topic,
                        TableEvent::json,
                        TableEvent::headers,
                        TableEvent::key,
                        event -> event.origin().orElseThrow(),
                        event -> event.sequence().orElseThrow())
                .containsExactly(
                        tuple("d.0", AT, "t", "[1]", Map.of(), Optional.of("k"), "me", 7L),
                        tuple("d.2", AT, "u", "[[2],null]", Map.of("a", "b"), Optional.empty(), "me", 9L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"args\":[\"t\"],\"key\":7",
                "\"args\":[\"t\"],\"key\":\"\"",
                OURS + "\"v\":1,\"args\":[\"t\"],\"keys\":\"[\\\"k\\\"]\"",
                OURS + "\"v\":2,\"n\":1,\"events\":\"[[\\\"t\\\"]]\",\"keys\":\"[\\\"k\\\",\\\"k\\\"]\"",
                OURS + "\"v\":2,\"n\":1,\"events\":\"[[\\\"t\\\"]]\",\"keys\":\"[7]\"",
                OURS + "\"v\":2,\"n\":1,\"events\":\"[[\\\"t\\\"]]\",\"key\":\"k\""
            })
    void whatThisLibraryDoesNotWriteAsAKeyIsNone(String fields) {
        assertThat(read(fields)).extracting(TableEvent::key).containsExactly(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"args\":[]",
                "\"args\":[7]",
                "\"args\":\"t\"",
                "\"v\":2,\"n\":1,\"events\":\"[[\\\"t\\\"]]\"",
                OURS + "\"v\":2,\"n\":1,\"events\":\"[[\"",
                OURS + "\"v\":2,\"n\":1,\"events\":7",
                OURS + "\"v\":3,\"n\":1,\"events\":\"[[\\\"t\\\"]]\""
            })
    void otherDocumentsAreNoEvents(String fields) {
        assertThat(read(fields)).isEmpty();
    }

    private static List<TableEvent> read(String fields) {
        return EventDocument.read("test.events", "{\"id\":\"d\"," + fields + "," + TS + "}");
    }
}
