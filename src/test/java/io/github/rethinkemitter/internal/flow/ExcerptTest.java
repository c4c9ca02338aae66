package io.github.rethinkemitter.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "order.placed, order.placed",
                "Grüße 漢字 😀, Grüße 漢字 😀",
                "`a\nRTH0999 b`, a\\u000aRTH0999 b",
                "`\u001b[2J\0\u009b`, \\u001b[2J\\u0000\\u009b",
                "`a\u2028b\u202ec`, a\\u2028b\\u202ec",
                "`\udc00a`, \\udc00a",
                "`a\ud800`, a\\ud800"
            })
    void charactersThatATerminalOrALogWouldObeyAreEscaped(String text, String shown) {
        assertThat(new Excerpt(text)).hasToString(shown);
    }

    @Test
    void aLongTextIsCut() {
        assertThat(new Excerpt("x".repeat(255))).hasToString("x".repeat(255));
        assertThat(new Excerpt("x".repeat(1_000_000))).hasToString("x".repeat(255) + "…");
        assertThat(new Excerpt("x".repeat(254) + "😀")).hasToString("x".repeat(254) + "\\ud83d…");
    }

    @Test
    void theMessageAboutARefusedTopicShowsItAsAnExcerpt() {
        assertThatThrownBy(() -> new Topic("a\n" + "x".repeat(1_000_000)))
                .hasMessage("RTH0101 a topic has 1 to 255 characters, this one has 1000002: \"a\\u000a"
                        + "x".repeat(253) + "…\". Choose another name");
        assertThatThrownBy(() -> new Topic("a\nb")).hasMessageStartingWith("RTH0101 topic \"a\\u000ab\" has");
    }
}
