package io.github.rethinkemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How queries of parked events, and redrives, are put together, and what is refused. */
class ParkedQueryTest {

    @Test
    void aQueryHasAllPartsOfBoth() {
        var query = ParkedQuery.all()
                .and(ParkedQuery.ofObserver("billing"))
                .and(ParkedQuery.ofTopic("order.*"))
                .and(ParkedQuery.withCause(Map.Entry.class.getName()))
                .and(ParkedQuery.olderThan(Duration.ofHours(1)))
                .and(ParkedQuery.inState(ParkedState.PARKED))
                .and(ParkedQuery.all());

        assertThat(query.observer()).contains("billing");
        assertThat(query.topic()).contains("order.*");
        assertThat(query.cause()).contains("java.util.Map$Entry");
        assertThat(query.age()).contains(Duration.ofHours(1));
        assertThat(query.states()).containsExactly(ParkedState.PARKED);
        assertThat(query).asString().contains("billing", "order.*", "PT1H", "PARKED");
        assertThat(ParkedQuery.all().states()).isEmpty();
        assertThat(ParkedQuery.withCause(IOException.class).cause()).contains("java.io.IOException");
    }

    @Test
    void bothAgesAndBothSetsOfStatesMustHold() {
        var hour = ParkedQuery.olderThan(Duration.ofHours(1));
        var minute = ParkedQuery.olderThan(Duration.ofMinutes(1));
        var open = ParkedQuery.inState(ParkedState.WAITING, ParkedState.PARKED);

        assertThat(hour.and(minute).age()).contains(Duration.ofHours(1));
        assertThat(minute.and(hour).age()).contains(Duration.ofHours(1));
        assertThat(open.and(ParkedQuery.inState(ParkedState.PARKED, ParkedState.HELD))
                        .states())
                .containsExactly(ParkedState.PARKED);
    }

    @Test
    void aQueryMaySayTheSameTwice() {
        var billing = ParkedQuery.ofObserver("billing");

        assertThat(billing.and(ParkedQuery.ofObserver("billing")).observer()).contains("billing");
    }

    @Test
    void whatNoEventCanBeIsRefused() {
        assertThatThrownBy(() -> ParkedQuery.ofObserver("billing").and(ParkedQuery.ofObserver("shipping")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RTH0549 the query of parked events names two of what it can have one of, the observer:"
                        + " \"billing\" and \"shipping\". Make a query for each");
        assertThatThrownBy(() -> ParkedQuery.ofTopic("a").and(ParkedQuery.ofTopic("**")))
                .hasMessageContaining("RTH0549 ");
        assertThatThrownBy(() -> ParkedQuery.withCause("a").and(ParkedQuery.withCause("b")))
                .hasMessageContaining("RTH0549 ");
        assertThatThrownBy(() -> ParkedQuery.inState(ParkedState.PARKED).and(ParkedQuery.inState(ParkedState.HELD)))
                .hasMessageContaining(
                        "RTH0549 the query of parked events is for events that are both in [PARKED] and in"
                                + " [HELD]");
    }

    @Test
    void badValuesAreRefused() {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> ParkedQuery.ofObserver(""),
                () -> ParkedQuery.ofObserver(null),
                () -> ParkedQuery.ofTopic(" "),
                () -> ParkedQuery.withCause(""),
                () -> ParkedQuery.olderThan(Duration.ofMillis(-1)),
                () -> ParkedQuery.olderThan(Duration.ofSeconds(Long.MAX_VALUE)),
                () -> ParkedQuery.olderThan(null),
                () -> ParkedQuery.inState())) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("RTH0549 the query of parked events ");
        }
    }

    @Test
    void aRedriveHasALimitAndARate() {
        var some = Redrive.atMost(100).perSecond(20);

        assertThat(some.limit()).hasValue(100);
        assertThat(some.rate()).hasValue(20);
        assertThat(some).asString().contains("100", "20");
        assertThat(Redrive.all().limit()).isEmpty();
        assertThat(Redrive.all().rate()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aRateThatIsNoneIsRefused(double rate) {
        assertThatThrownBy(() -> Redrive.all().perSecond(rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0550 " + rate + " parked events");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aLimitThatIsNoneIsRefused(int count) {
        assertThatThrownBy(() -> Redrive.atMost(count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0550 at most " + count);
    }
}
