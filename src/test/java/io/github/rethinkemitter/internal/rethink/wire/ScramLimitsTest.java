package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramLimitsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"authentication\":\"r=a,s=AAAA,i=1000001\"}",
                "{\"success\":true,\"authentication\":\"i=2000000000,r=a,s=AAAA\"}",
                "{\"authentication\":\"r=a,s=AAAA,i=1,i=2000000000\"}",
                "{\"authentication\":\"i=1\",\"authentication\":\"i=+2000000000\"}",
                "{\"\\u0061uthentication\":\"\\u0069\\u003d2000000000\"}",
                "{\"authentication\":\"i=\u0662000000000\"}"
            })
    void aServerThatAsksForMoreThanAMillionRoundsIsRefused(String text) {
        assertThatThrownBy(() -> ScramLimits.checked(text))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("rounds of hashing the password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "{\"authentication\":",
                "{\"authentication\":7}",
                "{\"authentication\":\"r=a,s=AAAA,i=1000000\"}",
                "{\"authentication\":\"r=i=2000000000\"}",
                "{\"authentication\":\"v=9lLhPgp9\"}",
                "{\"version\":\"rethinkdb 2.4.4\",\"success\":true,\"max_protocol_version\":0}",
                "{\"authentication\":\"i=99999999999999999999\"}"
            })
    void otherTextsAreNotChanged(String text) {
        assertThat(ScramLimits.checked(text)).isEqualTo(text);
    }
}
