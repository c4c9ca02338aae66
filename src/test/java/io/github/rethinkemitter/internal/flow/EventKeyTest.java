package io.github.rethinkemitter.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventKeyTest {

    static String[] allowed() {
        return new String[] {
            "order-7",
            " ",
            "\n\u0001",
            "ü\u2028\ud83d\ude80",
            "null",
            "$reql_type$",
            "\ud83d\ude80".repeat(127),
            "x".repeat(255)
        };
    }

    static String[] refused() {
        return new String[] {
            "",
            "x".repeat(256),
            "\ud83d\ude80".repeat(128),
            "\u0000",
            "order\u00007",
            "\ud83d",
            "a\ude80",
            "\ude80\ud83d",
            "\ud83d\ud83d\ude80"
        };
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("allowed")
    void aKeyIsAnyTextThatTheDatabaseKeepsAsItIs(String text) {
        assertThat(EventKey.of(text).text()).isEqualTo(text);
        assertThat(EventKey.isAllowed(text)).isTrue();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("refused")
    void anotherTextIsRefusedAndNoKeyWhereItIsStored(String text) {
        assertThatThrownBy(() -> EventKey.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0132 ")
                .hasMessageContaining("\"" + new Excerpt(text) + "\"")
                .hasMessageMatching("(?s).*(Choose another key|Leave it out)");
        assertThat(EventKey.isAllowed(text)).isFalse();
    }
}
