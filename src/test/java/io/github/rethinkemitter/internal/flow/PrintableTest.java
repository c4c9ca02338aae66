package io.github.rethinkemitter.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(Printable.of("order.placed \"ß\" 😀")).isEqualTo("order.placed \"ß\" 😀");
    }

    @Test
    void nothingEndsALineOrTurnsItAround() {
        assertThat(Printable.of("a\nb\rc\u0085d\u2028e\u202ef\u0000"))
                .isEqualTo("a\\nb\\u000dc\\u0085d\\u2028e\\u202ef\\u0000");
    }
}
