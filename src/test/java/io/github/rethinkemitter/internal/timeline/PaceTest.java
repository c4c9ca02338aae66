package io.github.rethinkemitter.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When events may follow each other. */
class PaceTest {

    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 10, Long.MIN_VALUE})
    void eventsAreAsFarApartAsTheRateSays(long start) {
        var pace = new Pace(4, start);
        assertThat(pace.untilNext(start)).isZero();

        pace.given(start);

        assertThat(pace.untilNext(start)).isEqualTo(SECOND / 4);
        assertThat(pace.untilNext(start + SECOND / 4)).isZero();
    }

    @Test
    void anObserverThatWasSlowIsNotGivenMoreASecondAfterwards() {
        var pace = new Pace(4, 0);
        pace.given(0);

        pace.given(10 * SECOND);

        assertThat(pace.untilNext(10 * SECOND)).isGreaterThan(SECOND / 5);
    }

    @Test
    void aThreadThatIsWokenALittleLateKeepsTheRate() {
        var pace = new Pace(1_000, 0);
        long now = 0;
        for (int given = 0; given < 1_000; given++) {
            now += Math.max(0, pace.untilNext(now)) + 50_000; // the thread wakes up late
            pace.given(now);
        }

        assertThat(now).isBetween(SECOND - SECOND / 100, SECOND + SECOND / 100);
    }

    @Test
    void theSlowestRateWaitsAndDoesNotOverflow() {
        var pace = new Pace(Double.MIN_VALUE, Long.MAX_VALUE - 5);

        pace.given(Long.MAX_VALUE - 5);

        assertThat(pace.untilNext(Long.MAX_VALUE - 5)).isGreaterThan(1_000_000 * SECOND);
    }

    @Test
    void withoutARateEventsFollowAtOnce() {
        var pace = new Pace(Double.POSITIVE_INFINITY, 0);

        pace.given(0);

        assertThat(pace.untilNext(0)).isNotPositive();
    }
}
