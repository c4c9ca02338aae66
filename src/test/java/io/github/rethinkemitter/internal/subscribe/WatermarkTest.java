package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatermarkTest {

    @Test
    void aPassedNumberIsNewOnceWhereverInItsGapItStands() {
        var had = new Watermark(6);

        assertThat(had.add(3)).isTrue();
        assertThat(had.add(1)).isTrue();
        assertThat(had.add(5)).isTrue();

        assertThat(had.has(3) && had.has(1) && had.has(5)).isTrue();
        assertThat(had.has(2) || had.has(4) || had.has(6)).isFalse();
        assertThat(had.add(3)).isFalse();
        assertThat(had.next()).isEqualTo(6);
        assertThat(had.gaps()).isEqualTo(2);
    }

    @Test
    void theOldestOfTooManyGapsAreForgotten() {
        var had = new Watermark(1);

        for (long seq = 2; seq <= 2L * (Watermark.MAX_GAPS + 5); seq += 2) {
            had.add(seq);
        }

        assertThat(had.gaps()).isEqualTo(Watermark.MAX_GAPS);
        assertThat(had.add(1)).isFalse();
        assertThat(had.add(2L * Watermark.MAX_GAPS + 1)).isTrue();
    }
}
