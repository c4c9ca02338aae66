package io.github.rethinkemitter.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "order.placed, order.placed, true",
        "order.placed, order.placed.twice, false",
        "order.placed, order, false",
        "order.*, order.placed, true",
        "order.*, order, false",
        "order.*, order.item.added, false",
        "*.placed, order.placed, true",
        "*, order, true",
        "*, order.placed, false",
        "order.**, order, true",
        "order.**, order.placed, true",
        "order.**, order.item.added, true",
        "order.**, orders.placed, false",
        "**, order, true",
        "**, order.item.added, true",
        "**.added, added, true",
        "**.added, order.item.added, true",
        "**.added, order.item, false",
        "order.**.added, order.added, true",
        "order.**.added, order.item.item.added, true",
        "order.**.added, order.item.added.twice, false",
        "**.a.**.b, x.a.a.b.c.b, true",
        "**.a.*.b, a.b.a.a.c.b, true",
        "**.a.*.b, a.b.a.a.b, true",
        "**.a.*.b, a.b.b.a.b, false",
        "order.*.added, order..added, true",
        "a.**.**, a, true"
    })
    void aStarMatchesOneSegmentAndTwoStarsAnyNumber(String pattern, String topic, boolean matches) {
        assertThat(TopicPattern.of(pattern).matches(topic)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order*", "order.pla*d", "***", "a.***.b", "**x"})
    void aStarBesideOtherCharactersIsRefusedAndTheMessageNamesBothPatterns(String pattern) {
        assertThatThrownBy(() -> TopicPattern.of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0518 pattern \"" + pattern + "\"")
                .hasMessageEndingWith("Use * for exactly one segment between dots, ** for any number of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "connect", "error", "be\u0007ep"})
    void aTopicThatNoEventCanHaveCannotBeObserved(String topic) {
        assertThatThrownBy(() -> TopicPattern.of(topic))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH010");
    }
}
