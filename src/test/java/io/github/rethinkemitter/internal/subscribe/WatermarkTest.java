package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatermarkTest {

    @Test
    void aNumberInsideAGapIsNewOnce() {
        var received = new Watermark(6);

        assertThat(received.add(3)).isTrue();
        assertThat(received.add(1)).isTrue();
        assertThat(received.add(5)).isTrue();

        assertThat(received.has(3) && received.has(1) && received.has(5)).isTrue();
        assertThat(received.has(2) || received.has(4) || received.has(6)).isFalse();
        assertThat(received.add(3)).isFalse();
        assertThat(received.next()).isEqualTo(6);
        assertThat(received.gaps()).isEqualTo(2);
    }

    @Test
    void theOldestGapsAreForgottenWhenThereAreTooMany() {
        var received = new Watermark(1);

        for (long seq = 2; seq <= 2L * (Watermark.MAX_GAPS + 5); seq += 2) {
            received.add(seq);
        }

        assertThat(received.gaps()).isEqualTo(Watermark.MAX_GAPS);
        assertThat(received.add(1)).isFalse();
        assertThat(received.add(2L * Watermark.MAX_GAPS + 1)).isTrue();
    }
}
