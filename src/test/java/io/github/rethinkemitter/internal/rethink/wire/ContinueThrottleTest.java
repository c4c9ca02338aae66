package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ContinueThrottleTest {

    private static final long STEP = 2_000_000;

    private final ContinueThrottle throttle = new ContinueThrottle(Duration.ofNanos(STEP));

    @Test
    void aFewRequestsGoAtOnce() {
        for (int i = 0; i < ContinueThrottle.AT_ONCE; i++) {
            assertThat(throttle.nanosUntilNext(7)).isZero();
            throttle.requested(7);
        }

        assertThat(throttle.nanosUntilNext(7)).isEqualTo(STEP);
        assertThat(throttle.nanosUntilNext(7 + STEP / 2)).isEqualTo(STEP / 2);
    }

    @Test
    void manyRequestsInARowGoAtAPace() {
        requestAllAtOnce(7);

        for (int i = 1; i <= 100; i++) {
            long now = 7 + i * STEP;
            assertThat(throttle.nanosUntilNext(now - 1)).isEqualTo(1);
            assertThat(throttle.nanosUntilNext(now)).isZero();
            throttle.requested(now);
        }
    }

    @Test
    void afterAPauseAFewRequestsGoAtOnceAgain() {
        requestAllAtOnce(7);
        long later = 7 + ContinueThrottle.AT_ONCE * STEP;

        requestAllAtOnce(later);

        assertThat(throttle.nanosUntilNext(later)).isEqualTo(STEP);
    }

    @Test
    void afterAPartOfManyRowsTheNextRequestGoesAtOnce() {
        requestAllAtOnce(7);

        throttle.received(ContinueThrottle.WORTHWHILE - 1);
        assertThat(throttle.nanosUntilNext(7)).isEqualTo(STEP);
        throttle.received(ContinueThrottle.WORTHWHILE);

        assertThat(throttle.nanosUntilNext(7)).isZero();
    }

    @Test
    void theClockMayPassItsLargestNumber() {
        long now = Long.MAX_VALUE - STEP;

        requestAllAtOnce(now);

        assertThat(throttle.nanosUntilNext(now + STEP)).isZero();
    }

    private void requestAllAtOnce(long now) {
        for (int i = 0; i < ContinueThrottle.AT_ONCE; i++) {
            assertThat(throttle.nanosUntilNext(now)).isZero();
            throttle.requested(now);
        }
    }
}
