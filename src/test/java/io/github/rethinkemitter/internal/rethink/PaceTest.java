package io.github.rethinkemitter.internal.rethink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long MILLI = 1_000_000;

    private final Pace pace = new Pace(0);
    private long now;

    @Test
    void atFirstNothingIsWaitedFor() {
        assertThat(pace.isClose()).isFalse();
    }

    @Test
    void partsThatFollowEachOtherCloselyMayGrow() {
        parts(50, 1, MILLI / 5);

        assertThat(pace.isClose()).isTrue();
        assertThat(pace.next().nanoTime()).isEqualTo(now + MILLI);
    }

    @Test
    void twoHundredEventsASecondAreNotWaitedFor() {
        parts(1_000, 1, 5 * MILLI);

        assertThat(pace.isClose()).isFalse();
    }

    @Test
    void aGapEndsTheWaiting() {
        parts(50, 1, MILLI / 5);

        parts(1, 1, 100 * MILLI);

        assertThat(pace.isClose()).isFalse();
    }

    @Test
    void whatComesInLargePartsIsNotWaitedFor() {
        parts(50, 100, MILLI);

        assertThat(pace.isClose()).isFalse();
    }

    private void parts(int count, int events, long apart) {
        for (int i = 0; i < count; i++) {
            now += apart;
            pace.took(events, now);
        }
    }
}
