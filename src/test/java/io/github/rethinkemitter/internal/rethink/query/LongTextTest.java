package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.json.JsonFactories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTextTest {

    private final LongText text = new LongText();

    // Reads the string that is the second element, and checks that the parser still finds the third.
    private String read(String json) throws IOException {
        byte[] frame = ("[ 1, " + json + ", true]").getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = JsonFactories.builder(1, 10).build().createParser(frame)) {
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();
            text.read(parser, frame);
            assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_TRUE);
        }
        return text.part(0, text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"plain\"",
                "\"[[\\\"t\\\",\\\"a\\\\\\\"b\\\"]]\"",
                "\"\\b\\f\\n\\r\\t\\/\\\\\\\"\"",
                "\"ü€😀\u2028\"",
                "\"\\u0000\\u001f\"",
                "\"\\ud83d\\ude00 and \\u00fc\""
            })
    void theTextIsTheOneThatAParserReads(String json) throws IOException {
        try (JsonParser parser = JsonFactories.builder(1, 10).build().createParser(json)) {
            parser.nextToken();
            assertThat(read(json)).isEqualTo(parser.getText());
        }
    }

    @Test
    void aShortTextAfterALongOneIsShort() throws IOException {
        String longText = "x\\\"".repeat(1_000_000);

        assertThat(read('"' + longText + '"')).isEqualTo("x\"".repeat(1_000_000));
        assertThat(text.bytes().length).isGreaterThanOrEqualTo(2_000_000);
        assertThat(read("\"short\"")).isEqualTo("short");
        assertThat(text.bytes().length).isEqualTo(1 << 20);
    }

    @Test
    void aPartIsCutByItsBytes() throws IOException {
        read("\"aüb\"");

        assertThat(text.part(1, 3)).isEqualTo("ü");
    }
}
