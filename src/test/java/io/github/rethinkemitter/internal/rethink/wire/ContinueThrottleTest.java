package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ContinueThrottleTest {

    private static final long STEP = 2_000_000;

    private final ContinueThrottle pace = new ContinueThrottle(Duration.ofNanos(STEP));

    @Test
    void aFewQuestionsGoAtOnce() {
        for (int i = 0; i < ContinueThrottle.AT_ONCE; i++) {
            assertThat(pace.nanosUntilNext(7)).isZero();
            pace.asked(7);
        }

        assertThat(pace.nanosUntilNext(7)).isEqualTo(STEP);
        assertThat(pace.nanosUntilNext(7 + STEP / 2)).isEqualTo(STEP / 2);
    }

    @Test
    void manyInARowGoAtAPace() {
        askAll(7);

        for (int i = 1; i <= 100; i++) {
            long now = 7 + i * STEP;
            assertThat(pace.nanosUntilNext(now - 1)).isEqualTo(1);
            assertThat(pace.nanosUntilNext(now)).isZero();
            pace.asked(now);
        }
    }

    @Test
    void afterAPauseAFewGoAtOnceAgain() {
        askAll(7);
        long later = 7 + ContinueThrottle.AT_ONCE * STEP;

        askAll(later);

        assertThat(pace.nanosUntilNext(later)).isEqualTo(STEP);
    }

    @Test
    void whoIsWellAnsweredMayAskAtOnce() {
        askAll(7);

        pace.answered(ContinueThrottle.WORTHWHILE - 1);
        assertThat(pace.nanosUntilNext(7)).isEqualTo(STEP);
        pace.answered(ContinueThrottle.WORTHWHILE);

        assertThat(pace.nanosUntilNext(7)).isZero();
    }

    @Test
    void timesOfAnySignWillDo() {
        long now = Long.MAX_VALUE - STEP;

        askAll(now);

        assertThat(pace.nanosUntilNext(now + STEP)).isZero();
    }

    private void askAll(long now) {
        for (int i = 0; i < ContinueThrottle.AT_ONCE; i++) {
            assertThat(pace.nanosUntilNext(now)).isZero();
            pace.asked(now);
        }
    }
}
