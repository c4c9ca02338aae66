package io.github.rethinkemitter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmitterExceptionTest {

    @Test
    void theCodeOfAnExceptionIsTheBeginningOfItsMessage() {
        var dropped = new EventDroppedException("RTH0110 event of topic \"a\" finds no room", false, null);

        assertThat(dropped.code()).isEqualTo("RTH0110");
    }

    @Test
    void anExceptionOfTheApplicationMayHaveAShorterMessage() {
        assertThat(new EmitterException("RTH", null).code()).isEqualTo("RTH");
    }
}
