package io.github.rethinkemitter.embedded.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource({
        "1, 1",
        "-0.0, -0.0",
        "0.1, 0.1",
        "1e-7, 1e-7",
        "1e21, 1e21",
        "1e300, 1e300",
        "2.5, 2.5",
        "9007199254740992, 9007199254740992",
        "1795479571.403, 1795479571.403",
        "1.5e-9, 1.5e-9",
        "1e20, 100000000000000000000.0"
    })
    void aNumberIsWrittenAsARealServerWritesIt(double number, String json) {
        assertThat(Numbers.json(number)).isEqualTo(json);
    }

    @Test
    void aNumberThatIsNoIntegerIsRefusedAsOne() {
        assertThatThrownBy(() -> Numbers.integer(1.5)).hasMessage("Number not an integer: 1.5");
        assertThatThrownBy(() -> Numbers.integer(1e17)).hasMessage("Number not an integer (>2^53): 100000000000000000");
    }
}
