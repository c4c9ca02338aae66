package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.internal.json.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentWriterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|[2,[]]",
                "[\"t\"]|[2,[\"t\"]]",
                "[\"t\",[[1],{\"a\":[]}]]|[2,[\"t\",[2,[[2,[1]],{\"a\":[2,[]]}]]]]",
                "[\"[\",\"]\",\"\\\"[\",\"\\\\\",[\"\\u005b\"]]|[2,[\"[\",\"]\",\"\\\"[\",\"\\\\\",[2,[\"\\u005b\"]]]]",
                "{\"a[\":1}|{\"a[\":1}",
                "12.50e3|12.50e3"
            })
    void arraysBecomeTermsAndTextsStay(String json, String term) {
        JsonBytes written = new JsonBytes(8);

        DocumentWriter.term(json, written);

        assertThat(text(written)).isEqualTo(term);
    }

    @Test
    void aDocumentHasNoFieldsWithoutValue() {
        OutgoingEvent draft =
                new OutgoingEvent("a\"b", "me", 7, new EncodedEvent(new Topic("t"), "[\"t\"]", null, null));

        assertThat(written(draft, true))
                .isEqualTo("{\"id\":\"a\\\"b\",\"ts\":[103,[]],\"src\":\"me\",\"seq\":7,\"v\":1,\"args\":[2,[\"t\"]]}");
    }

    @Test
    void aDocumentSaysUpToWhichNumberItsPublisherIsDone() {
        OutgoingEvent draft =
                new OutgoingEvent("a", "me", 7, new EncodedEvent(new Topic("t"), "[\"t\"]", null, null)).settled(5);

        assertThat(written(draft, true)).contains(",\"seq\":7,\"settled\":5,");
    }

    @Test
    void aKeyIsText() {
        EncodedEvent content = new EncodedEvent(new Topic("t"), "[\"t\"]", null, "{\"a\":\"b\"}", "order [\"7\"]");

        assertThat(written(new OutgoingEvent("a", "me", 7, content), true))
                .endsWith(",\"args\":[2,[\"t\"]],\"headers\":{\"a\":\"b\"},\"key\":\"order [\\\"7\\\"]\"}");
    }

    @Test
    void rawIsTextAndHeadersAreAnObject() {
        OutgoingEvent draft = new OutgoingEvent(
                "a", "me", 7, new EncodedEvent(new Topic("t"), "[\"t\",1]", "[\"t\",1.0]", "{\"trace\":\"x\"}"));

        assertThat(written(draft, false))
                .endsWith(",\"headers\":{\"trace\":\"x\"},\"raw\":\"[\\\"t\\\",1.0]\",\"ephemeral\":true}");
    }

    @Test
    void aPackHasItsEventsAsOneTextAndEachTopicOnce() {
        assertThat(writtenPack(
                        new EncodedEvent(new Topic("t"), "[\"t\",\"a\\\"b\"]", null, null),
                        new EncodedEvent(new Topic("u"), "[\"u\",1]", "[\"u\",1.0]", null),
                        new EncodedEvent(new Topic("t"), "[\"t\"]", null, null)))
                .isEqualTo("{\"id\":\"pack\",\"ts\":[103,[]],\"src\":\"me\",\"seq\":7,\"settled\":5,\"v\":2,\"n\":3,"
                        + "\"topics\":[2,[\"t\",\"u\"]],"
                        + "\"events\":\"[[\\\"t\\\",\\\"a\\\\\\\"b\\\"],[\\\"u\\\",1.0],[\\\"t\\\"]]\"}");
    }

    @Test
    void aPackHasTheHeadersOfEachEventIfOneHasAny() {
        assertThat(writtenPack(
                        new EncodedEvent(new Topic("t"), "[\"t\"]", null, null),
                        new EncodedEvent(new Topic("t"), "[\"t\"]", null, "{\"trace\":\"x\"}")))
                .endsWith(",\"headers\":\"[null,{\\\"trace\\\":\\\"x\\\"}]\"}");
    }

    @Test
    void aPackHasTheKeyOfEachEventIfOneHasAny() {
        assertThat(writtenPack(
                        new EncodedEvent(new Topic("t"), "[\"t\"]", null, null),
                        new EncodedEvent(new Topic("t"), "[\"t\"]", null, null, "order \"7\""),
                        new EncodedEvent(new Topic("t"), "[\"t\"]", null, null, "null")))
                .endsWith("\"events\":\"[[\\\"t\\\"],[\\\"t\\\"],[\\\"t\\\"]]\","
                        + "\"keys\":\"[null,\\\"order \\\\\\\"7\\\\\\\"\\\",\\\"null\\\"]\"}");
    }

    @Test
    void aPackMayHaveHeadersAndKeys() {
        assertThat(writtenPack(
                        new EncodedEvent(new Topic("t"), "[\"t\"]", null, "{\"trace\":\"x\"}"),
                        new EncodedEvent(new Topic("t"), "[\"t\"]", null, null, "k")))
                .endsWith(",\"headers\":\"[{\\\"trace\\\":\\\"x\\\"},null]\",\"keys\":\"[null,\\\"k\\\"]\"}");
    }

    @Test
    void theTopicsOfAPackAreNotThoseOfItsFillers() {
        assertThat(writtenPack(
                        new EncodedEvent(new Topic("t"), "[]", null, null),
                        new EncodedEvent(new Topic("u"), "[]", null, null)))
                .endsWith("\"topics\":[2,[]],\"events\":\"[[],[]]\"}");
    }

    private static String writtenPack(EncodedEvent... contents) {
        List<OutgoingEvent> events = new ArrayList<>();
        for (EncodedEvent content : contents) {
            var event = new OutgoingEvent("pack." + events.size(), "me", 7 + events.size(), content);
            events.add(events.isEmpty() ? event.settled(5) : event);
        }
        return written(new OutgoingDocument("pack", events, true), true);
    }

    private static String written(OutgoingEvent event, boolean persist) {
        return written(new OutgoingDocument(event.id(), List.of(event), false), persist);
    }

    private static String written(OutgoingDocument document, boolean persist) {
        JsonBytes written = new JsonBytes(8);
        DocumentWriter.write(document, persist, written);
        return text(written);
    }

    private static String text(JsonBytes json) {
        byte[] bytes = new byte[json.length()];
        json.copyTo(bytes, 0);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
