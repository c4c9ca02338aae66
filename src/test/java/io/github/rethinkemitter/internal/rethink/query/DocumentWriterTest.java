package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.flow.Topic;
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
        StringBuilder written = new StringBuilder();

        DocumentWriter.term(json, written);

        assertThat(written).hasToString(term);
    }

    @Test
    void aDocumentHasNoFieldsWithoutValue() {
        OutgoingEvent draft =
                new OutgoingEvent("a\"b", "me", 7, new EncodedEvent(new Topic("t"), "[\"t\"]", null, null));

        assertThat(written(draft, true))
                .isEqualTo("{\"id\":\"a\\\"b\",\"args\":[2,[\"t\"]],\"ts\":[103,[]],\"src\":\"me\",\"seq\":7,\"v\":1}");
    }

    @Test
    void aDocumentSaysUpToWhichNumberItsPublisherIsDone() {
        OutgoingEvent draft =
                new OutgoingEvent("a", "me", 7, new EncodedEvent(new Topic("t"), "[\"t\"]", null, null)).settled(5);

        assertThat(written(draft, true)).endsWith(",\"seq\":7,\"v\":1,\"settled\":5}");
    }

    @Test
    void rawIsTextAndHeadersAreAnObject() {
        OutgoingEvent draft = new OutgoingEvent(
                "a", "me", 7, new EncodedEvent(new Topic("t"), "[\"t\",1]", "[\"t\",1.0]", "{\"trace\":\"x\"}"));

        assertThat(written(draft, false))
                .endsWith(",\"headers\":{\"trace\":\"x\"},\"raw\":\"[\\\"t\\\",1.0]\",\"ephemeral\":true}");
    }

    private static String written(OutgoingEvent draft, boolean persist) {
        StringBuilder written = new StringBuilder();
        DocumentWriter.write(draft, persist, written);
        return written.toString();
    }
}
