package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.Redrive;
import io.github.rethinkemitter.internal.flow.ParkedFilter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application does with parked events, on a table in memory. */
class ParkedEventsTest extends ParkedEventsFixture {

    private static final String LONG_TEXT = "x".repeat(1_001);

    private void park(int count) {
        IntStream.range(0, count).forEach(i -> table.add(id(i), "billing", ParkedState.PARKED, i - 10_000));
    }

    private static String id(int number) {
        return String.valueOf(1_000 + number);
    }

    @Test
    void aParkedEventHasItsEventAndAllThatIsStoredAboutIt() {
        table.add("7", "billing", ParkedState.WAITING, -5);

        var parked = parked();
        var found = parked.get("7").orElseThrow();

        assertThat(found.id()).isEqualTo("7");
        assertThat(found.owner()).isEqualTo("one");
        assertThat(found.observer()).isEqualTo("billing");
        assertThat(found.state()).isEqualTo(ParkedState.WAITING);
        assertThat(found.reason()).isEqualTo(ParkedReason.FAILED);
        assertThat(found.attempts()).isEqualTo(3);
        assertThat(found.first()).isEqualTo(Instant.ofEpochSecond(-5));
        assertThat(found.last()).isEqualTo(Instant.ofEpochSecond(-5));
        assertThat(found.due()).contains(Instant.ofEpochSecond(55));
        assertThat(found.cause()).contains(new ParkedEvent.Cause("java.io.IOException", "no paper", "at …"));
        assertThat(found.by()).isEmpty();
        assertThat(found.note()).isEmpty();
        assertThat(found.event().payload(String.class)).isEqualTo("boop");
        assertThat(found.event().redelivered()).isTrue();
        assertThat(found.event().redriven()).isFalse();
        assertThat(found).asString().contains("id=7", "billing").doesNotContain("no paper", "boop");
        assertThat(parked.get("8")).isEmpty();
    }

    @Test
    void anyNumberOfEventsIsReadAHundredAtATime() {
        park(250);

        var ids = parked().find(ParkedQuery.all()).map(ParkedEvent::id).toList();

        assertThat(ids).hasSize(250).isSorted().doesNotHaveDuplicates();
        assertThat(table.pageSizes).containsOnly(100);
    }

    @Test
    void nothingIsReadThatNobodyUses() {
        park(250);
        var parked = parked();

        var unused = parked.find(ParkedQuery.all());
        assertThat(table.filters).isEmpty();

        assertThat(parked.find(ParkedQuery.ofObserver("billing").and(ParkedQuery.inState(ParkedState.PARKED)))
                        .limit(3))
                .hasSize(3);
        assertThat(table.filters).hasSize(1);
    }

    @Test
    void pagesMayBeShorterThanTheyWereAskedToBe() {
        park(10);
        table.largestPage = 3;

        assertThat(parked().find(ParkedQuery.all())).hasSize(10);
    }

    @Test
    void eventsComeByStateAndWhatIsDoneOnlyWhenItIsAskedFor() {
        for (var state : ParkedState.values()) {
            table.add(state.name(), "billing", state, -state.name().length());
        }
        var parked = parked();

        assertThat(parked.find(ParkedQuery.all()).map(ParkedEvent::state))
                .containsExactly(ParkedState.WAITING, ParkedState.PARKED, ParkedState.HELD, ParkedState.REDRIVING);
        assertThat(parked.find(ParkedQuery.inState(ParkedState.DISCARDED, ParkedState.HANDLED))
                        .map(ParkedEvent::state))
                .containsExactly(ParkedState.HANDLED, ParkedState.DISCARDED);
        assertThat(parked.count(ParkedQuery.all())).isEqualTo(4);
        assertThat(parked.count(ParkedQuery.inState(ParkedState.HANDLED))).isEqualTo(1);
    }

    @Test
    void aStreamEndsAlthoughEventsAreParkedAllTheTime() {
        park(3);
        var second = new AtomicInteger();

        var seen = parked().find(ParkedQuery.inState(ParkedState.PARKED))
                .peek(event -> table.add("new" + second, "billing", ParkedState.PARKED, second.incrementAndGet()))
                .limit(1_000)
                .count();

        assertThat(seen).as("events of the first minute").isLessThan(100);
    }

    @Test
    void allPartsOfAQueryAreAskedTogether() {
        var query = ParkedQuery.ofObserver("billing")
                .and(ParkedQuery.ofTopic("order.**"))
                .and(ParkedQuery.withCause(IOException.class))
                .and(ParkedQuery.olderThan(Duration.ofHours(1)))
                .and(ParkedQuery.inState(ParkedState.PARKED));

        parked().count(query);

        assertThat(table.filters)
                .containsExactly(new ParkedFilter(
                        Set.of(ParkedState.PARKED), "billing", "order.**", "java.io.IOException", Duration.ofHours(1)));
    }

    @Test
    void aPatternThatIsNoneIsRefusedBeforeTheDatabaseIsAsked() {
        var parked = parked();

        assertThatThrownBy(() -> parked.find(ParkedQuery.ofTopic("order.x*")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RTH0518");
        assertThatThrownBy(() -> parked.count(ParkedQuery.ofTopic("error")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RTH0102");
    }

    @Test
    void theFirstParkedAreRedrivenFirstAndSpreadByTheRate() {
        park(250);

        assertThat(parked().redrive(ParkedQuery.all(), Redrive.atMost(150).perSecond(20)))
                .isEqualTo(150);

        assertThat(table.redrivings).hasSize(2);
        assertThat(table.redrivings.get(0))
                .hasSize(100)
                .contains(
                        entry(id(0), Duration.ZERO),
                        entry(id(1), Duration.ofMillis(50)),
                        entry(id(99), Duration.ofMillis(4_950)));
        assertThat(table.redrivings.get(1))
                .hasSize(50)
                .contains(entry(id(100), Duration.ofSeconds(5)), entry(id(149), Duration.ofMillis(7_450)));
    }

    @Test
    void withoutARateAllAreDueAtOnce() {
        park(101);

        assertThat(parked().redrive(ParkedQuery.all(), Redrive.all())).isEqualTo(101);

        assertThat(table.redrivings)
                .hasSize(2)
                .allSatisfy(page -> assertThat(page.values()).containsOnly(Duration.ZERO));
    }

    @Test
    void whatIsParkedAgainMeanwhileIsNotRedrivenAgain() {
        park(250);
        table.afterRedriving = ParkedState.PARKED;

        assertThat(parked().redrive(ParkedQuery.all(), Redrive.all())).isEqualTo(250);
    }

    @Test
    void onlyWhatIsParkedIsRedriven() {
        for (var state : ParkedState.values()) {
            table.add(state.name(), "billing", state, -state.name().length());
        }
        var parked = parked();

        assertThat(parked.redrive(ParkedQuery.inState(ParkedState.HANDLED, ParkedState.PARKED), Redrive.all()))
                .isEqualTo(1);
        assertThat(parked.redrive(ParkedQuery.all(), Redrive.all())).isZero();
        assertThat(table.redrivings).extracting(page -> page.keySet()).containsExactly(Set.of("PARKED"));
        assertThatThrownBy(
                        () -> parked.redrive(ParkedQuery.inState(ParkedState.WAITING, ParkedState.HELD), Redrive.all()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "RTH0549 the query of parked events is for what is in [WAITING, HELD], which redrive leaves as it is."
                                + " Leave inState(…) out, or name some of [PARKED]");
    }

    @Test
    void oneEventIsRedrivenByItsId() {
        park(1);
        table.add("waiting", "billing", ParkedState.WAITING, -1);
        var parked = parked();

        assertThat(parked.redrive(id(0))).isTrue();
        assertThat(parked.redrive("waiting")).isFalse();
        assertThat(parked.redrive("unknown")).isFalse();
    }

    @Test
    void eventsAreDiscardedWithTheReasonUnlessTheyAreDoneOrAreBeingRedriven() {
        park(120);
        for (var state : ParkedState.values()) {
            table.add(state.name(), "billing", state, -1);
        }

        assertThat(parked().discard(ParkedQuery.ofObserver("billing"), "customer is gone"))
                .isEqualTo(123);

        assertThat(table.discardings)
                .extracting(InMemoryParkedStore.Discarding::note)
                .containsOnly("customer is gone");
        assertThat(table.discardings)
                .flatExtracting(InMemoryParkedStore.Discarding::ids)
                .hasSize(123)
                .doesNotContain("REDRIVING", "HANDLED", "DISCARDED");
    }

    @Test
    void oneEventIsDiscardedByItsId() {
        park(1);
        var parked = parked();

        assertThat(parked.discard(id(0), "customer is gone")).isTrue();
        assertThat(parked.discard(id(0), "customer is gone")).isFalse();
    }

    @Test
    void whoChangesEventsIsRecorded() {
        park(4);
        fixture.options.put("subscriber", "server-1");
        var parked = parked();

        parked.redrive(id(0));
        parked.by("jane").redrive(id(1));
        parked.by("jane").redrive(ParkedQuery.all(), Redrive.all());
        parked.by("joe").discard(id(0), "customer is gone");

        assertThat(table.redrivenBy).containsExactly("server-1", "jane", "jane");
        assertThat(table.discardings)
                .extracting(InMemoryParkedStore.Discarding::by)
                .containsExactly("joe");
    }

    @Test
    void withoutASubscriberNameTheOriginOfItsEventsStandsForTheServer() throws Exception {
        park(1);
        var channels = fixture.prepare();

        channels.of("").emitter().trigger("beep").toCompletableFuture().get();
        channels.of("").parked().redrive(id(0));

        assertThat(table.redrivenBy).containsExactly(fixture.store.table.get(0).src());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void blankTextsAreRefused(String blank) {
        var parked = parked();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> parked.get(blank),
                () -> parked.redrive(blank),
                () -> parked.discard(blank, "reason"),
                () -> parked.discard("id", blank),
                () -> parked.discard(ParkedQuery.all(), blank),
                () -> parked.discard(ParkedQuery.all(), LONG_TEXT),
                () -> parked.by(blank),
                () -> parked.by(LONG_TEXT))) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("RTH0552 ");
        }
    }
}
