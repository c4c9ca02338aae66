package io.github.rethinkemitter.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {

    private static String text(JsonBytes json) {
        return new String(bytes(json), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(JsonBytes json) {
        byte[] bytes = new byte[json.length()];
        json.copyTo(bytes, 0);
        return bytes;
    }

    @Test
    void piecesAreAppendedAsTheyAre() {
        JsonBytes json =
                new JsonBytes(1).json("{\"a\":").number(-7).json(",x]", 0, 1).json("\"ü€😀\":[]}");

        assertThat(bytes(json)).isEqualTo("{\"a\":-7,\"ü€😀\":[]}".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "\"", "\\", "a\"b\\c/d", "\u0000\u0001\b\t\n\f\r\u001F\u007F", "ü€😀\u2028", "😀"})
    void aTextIsQuotedAsJacksonDoes(String text) {
        assertThat(text(new JsonBytes(1).quoted(text))).isEqualTo(JsonString.quote(text));
        assertThat(text(new JsonBytes(1).json("\"").escaped(text).json("\""))).isEqualTo(JsonString.quote(text));
    }

    @Test
    void anyTextComesBackFromAParser() throws IOException {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(20), 0, 0x500)
                    .map(c -> c > 0x480 ? 0x10000 + c : c > 0x400 ? 0x2000 + c : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            try (JsonParser parser = JsonFactories.builder(1, 1)
                    .build()
                    .createParser(bytes(new JsonBytes(random.nextInt(1, 9)).quoted(text)))) {
                parser.nextToken();
                assertThat(parser.getText()).isEqualTo(text);
            }
        }
    }

    @Test
    void aHalfOfASurrogatePairIsAQuestionMark() {
        assertThat(text(new JsonBytes(8).json("a\uD83D").json("\uDE00b\uD83D"))).isEqualTo("a??b?");
    }

    @Test
    void theBytesAreCopiedToTheirPlace() {
        byte[] target = "abcdef".getBytes(StandardCharsets.UTF_8);

        new JsonBytes(8).number(12).copyTo(target, 3);

        assertThat(target).isEqualTo("abc12f".getBytes(StandardCharsets.UTF_8));
    }
}
