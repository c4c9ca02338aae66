package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareTextsTest {

    private final SpareTexts texts = new SpareTexts();

    @Test
    void aTextIsUsedAgainAndEmptyThen() {
        var text = texts.take().append("x");
        texts.giveBack(text);

        assertThat(texts.take()).isSameAs(text).isEmpty();
        assertThat(texts.take()).isNotSameAs(text);
    }

    @Test
    void theMemoryOfALargeTextIsNotKept() {
        var text = texts.take().append("x".repeat(100_000));
        texts.giveBack(text);

        assertThat(texts.take()).isNotSameAs(text);
    }
}
