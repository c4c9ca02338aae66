package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.WARN_AFTER;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.EventRedriven;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.config.AttemptSettings;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.AttemptOutcome;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.StoredAttempt;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What observers failed on is stored before it counts as handled, and what is stored comes back to its observer. */
@Timeout(60)
class StoredAttemptTest {

    private final RecordingParking parking = new RecordingParking();
    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();

    private static DispatchSettings attempts(int max, Duration delay, Then then) {
        return DispatcherFixture.settings(
                8, 1 << 20, WARN_AFTER, null, new AttemptSettings(max, delay, 1, delay, then));
    }

    private static DispatchSettings parkingAfter(int max) {
        return attempts(max, Duration.ofSeconds(2), Then.PARK);
    }

    private DispatcherFixture.Body failing() {
        return payload -> {
            throw new IllegalStateException("call " + calls.incrementAndGet());
        };
    }

    private static StoredAttempt attempt(String text, String observer, int number, @Nullable String redrivenBy) {
        var event = new StoredEvent(text, Instant.EPOCH, "node-1", 1, "beep", "[" + text + "]", false, null);
        return new StoredAttempt("p-" + text, observer, event, number, ParkedReason.CRASH, redrivenBy);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEventWithoutAttemptsLeftIsHandledWhenItIsStored(boolean async) throws Exception {
        try (var fixture = new DispatcherFixture(
                parkingAfter(1),
                parking,
                async ? async("beep", String.class, failing()) : sync("beep", String.class, 1, failing()),
                sync("beep", String.class, 2, seen::add))) {
            fixture.deliver("beep", "a");

            var outcome = parking.awaitOutcome();
            assertThat(outcome.state()).isEqualTo(ParkedState.PARKED);
            assertThat(outcome.reason()).isEqualTo(ParkedReason.FAILED);
            assertThat(outcome.attempts()).isEqualTo(1);
            assertThat(outcome.dueIn()).isNull();
            assertThat(outcome.failure()).hasMessage("call 1");
            await().untilAsserted(() -> assertThat(seen).containsExactly("a"));
            assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(1);
            assertThat(fixture.lifecycleEvents(EventParked.class)).isEmpty();
            assertThat(fixture.handled).isEmpty();

            parking.storeAll();

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a"));
            assertThat(fixture.lifecycleEvents(EventParked.class))
                    .singleElement()
                    .satisfies(parked -> {
                        assertThat(parked.event().id()).isEqualTo("a");
                        assertThat(parked.parkedId()).isEqualTo(outcome.observer() + "/a");
                        assertThat(parked.reason()).isEqualTo(ParkedReason.FAILED);
                        assertThat(parked.attempts()).isEqualTo(1);
                        assertThat(parked.cause()).get().isSameAs(outcome.failure());
                    });
            assertThat(fixture.log.of("RTH0428")).singleElement().asString().contains("\"a\"", outcome.observer());
        }
    }

    @Test
    void anEventThatWaitsLongForItsNextAttemptIsStoredMeanwhile() throws Exception {
        var delay = AttemptOutcomes.LONGEST_IN_MEMORY.multipliedBy(3);
        try (var fixture = new DispatcherFixture(
                attempts(2, delay, Then.SKIP), parking, sync("beep", String.class, 1, failing()))) {
            fixture.deliver("beep", "a");

            var outcome = parking.awaitOutcome();
            assertThat(outcome.state()).isEqualTo(ParkedState.WAITING);
            assertThat(outcome.dueIn()).isBetween(delay.dividedBy(2), delay);
            assertThat(fixture.lifecycleEvents(ObserverFailed.class).get(0).nextAttempt())
                    .contains(Instant.EPOCH.plus(outcome.dueIn()));
            parking.storeAll();
            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a"));
            assertThat(fixture.lifecycleEvents(EventParked.class)).isEmpty();
        }
    }

    @Test
    void anEventThatWaitsShortlyStaysInMemory() throws Exception {
        try (var fixture = new DispatcherFixture(parkingAfter(2), parking, sync("beep", String.class, 1, failing()))) {
            fixture.deliver("beep", "a");
            await().until(() -> calls.get() == 1);
            fixture.awaitNextLook();
            assertThat(parking.outcomes).isEmpty();

            fixture.letPass(Duration.ofSeconds(2));

            assertThat(parking.awaitOutcome().attempts()).isEqualTo(2);
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void whatDoesNotFitIntoMemoryIsStoredWhileItWaits() throws Exception {
        try (var fixture = new DispatcherFixture(parkingAfter(2), parking, sync("beep", String.class, 1, failing()))) {
            fixture.deliver("beep", List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"));

            var outcome = parking.awaitOutcome();
            assertThat(outcome.event().id()).isEqualTo("9");
            assertThat(outcome.state()).isEqualTo(ParkedState.WAITING);
            assertThat(outcome.dueIn()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
            assertThat(parking.outcomes).hasSize(1);
        }
    }

    @Test
    void aFailureThatIsFinalIsStoredAtOnce() throws Exception {
        try (var fixture = new DispatcherFixture(parkingAfter(5), parking, sync("beep", int.class, 1, seen::add))) {
            fixture.deliver("beep", "a"); // which is no number

            var outcome = parking.awaitOutcome();
            assertThat(outcome.state()).isEqualTo(ParkedState.PARKED);
            assertThat(outcome.reason()).isEqualTo(ParkedReason.FINAL);
            assertThat(outcome.attempts()).isEqualTo(1);
        }
    }

    @Test
    void anObserverThatSkipsLeavesNothingBehind() throws Exception {
        try (var fixture = new DispatcherFixture(
                attempts(1, Duration.ZERO, Then.SKIP), parking, sync("beep", String.class, 1, failing()))) {
            fixture.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a"));
            assertThat(parking.outcomes).isEmpty();
        }
    }

    @Test
    void whatCannotEvenBeQueuedIsNotHandled() throws Exception {
        parking.failure = new OutOfMemoryError("for a test");
        try (var fixture = new DispatcherFixture(parkingAfter(1), parking, sync("beep", String.class, 1, failing()))) {
            fixture.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(fixture.leftUnhandled).containsExactly("a"));
            assertThat(fixture.handled).isEmpty();
        }
    }

    @Test
    void aStopWaitsForWhatIsBeingStored() throws Exception {
        try (var fixture = new DispatcherFixture(parkingAfter(1), parking, sync("beep", String.class, 1, failing()))) {
            fixture.deliver("beep", "a");
            parking.awaitOutcome();
            var whole = new AtomicInteger(-1);
            var stopping = DispatcherFixture.start(
                    "stopping", () -> whole.set(fixture.dispatcher.stop(Duration.ofSeconds(30)) ? 1 : 0));
            await().until(() -> DispatcherFixture.isWaiting(stopping));

            parking.storeAll();

            stopping.join(30_000);
            assertThat(whole).hasValue(1);
            assertThat(fixture.handled).containsExactly("a");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStoredEventGoesToItsObserverAloneAndLeavesThePositionAlone(boolean async) throws Exception {
        DispatcherFixture.Body body = event -> seen.add(event);
        try (var fixture = new DispatcherFixture(
                parkingAfter(3),
                parking,
                async ? async("beep", RethinkEvent.class, body) : sync("beep", RethinkEvent.class, 1, body),
                sync("beep", String.class, 2, failing()))) {
            var observer = async ? "Observers.async" : "Observers.sync1";

            assertThat(fixture.dispatcher.accept(attempt("a", observer, 2, "alice")))
                    .isTrue();

            var outcome = parking.awaitOutcome();
            assertThat(outcome.state()).isEqualTo(ParkedState.HANDLED);
            assertThat(outcome.attempts()).isEqualTo(2);
            assertThat(seen).singleElement().satisfies(given -> {
                var event = (RethinkEvent) given;
                assertThat(event.id()).isEqualTo("a");
                assertThat(event.redelivered()).isTrue();
                assertThat(event.redriven()).isTrue();
            });
            assertThat(fixture.lifecycleEvents(EventRedriven.class)).isEmpty();
            parking.storeAll();
            assertThat(fixture.lifecycleEvents(EventRedriven.class))
                    .singleElement()
                    .satisfies(redriven -> {
                        assertThat(redriven.by()).isEqualTo("alice");
                        assertThat(redriven.observer()).isEqualTo(observer);
                    });
            assertThat(calls).hasValue(0);
            assertThat(fixture.dispatcher.stop(Duration.ofSeconds(5))).isTrue();
            assertThat(fixture.handled).isEmpty();
            assertThat(fixture.leftUnhandled).isEmpty();
        }
    }

    @Test
    void aStoredEventThatWasNotRedrivenSaysSo() throws Exception {
        try (var fixture =
                new DispatcherFixture(parkingAfter(3), parking, sync("beep", RethinkEvent.class, 1, seen::add))) {
            fixture.dispatcher.accept(attempt("a", "Observers.sync1", 2, null));

            parking.awaitOutcome();
            parking.storeAll();

            assertThat(((RethinkEvent) seen.get(0)).redriven()).isFalse();
            assertThat(fixture.lifecycleEvents(EventRedriven.class)).isEmpty();
        }
    }

    @Test
    void aStoredEventOnWhichItsObserverFailsIsStoredWithOneAttemptMore() throws Exception {
        try (var fixture = new DispatcherFixture(parkingAfter(3), parking, sync("beep", String.class, 1, failing()))) {
            fixture.dispatcher.accept(attempt("a", "Observers.sync1", 2, null));
            fixture.dispatcher.accept(attempt("b", "Observers.sync1", 3, null));

            await().until(() -> parking.outcomes.size() == 2);
            assertThat(parking.outcomes)
                    .extracting(AttemptOutcome::state, AttemptOutcome::attempts)
                    .containsExactlyInAnyOrder(tuple(ParkedState.WAITING, 2), tuple(ParkedState.PARKED, 3));
        }
    }

    @Test
    void aStoredEventWhoseAttemptsAreUsedUpIsParkedWithoutACall() throws Exception {
        try (var fixture = new DispatcherFixture(parkingAfter(3), parking, sync("beep", String.class, 1, seen::add))) {
            fixture.dispatcher.accept(attempt("a", "Observers.sync1", 4, null));

            var outcome = parking.awaitOutcome();
            assertThat(outcome.state()).isEqualTo(ParkedState.PARKED);
            assertThat(outcome.reason()).isEqualTo(ParkedReason.CRASH);
            assertThat(outcome.attempts()).isEqualTo(3);
            parking.storeAll();
            assertThat(fixture.lifecycleEvents(EventParked.class))
                    .singleElement()
                    .satisfies(parked -> assertThat(parked.cause()).isEmpty());
            assertThat(fixture.dispatcher.stop(Duration.ofSeconds(5))).isTrue();
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void aStoredEventOfAnObserverThatIsGoneIsParked() throws Exception {
        try (var fixture = new DispatcherFixture(parkingAfter(3), parking, sync("beep", String.class, 1, seen::add))) {
            assertThat(fixture.dispatcher.accept(attempt("a", "Observers.gone", 2, null)))
                    .isTrue();

            assertThat(parking.awaitOutcome().state()).isEqualTo(ParkedState.PARKED);
            parking.storeAll();
            assertThat(fixture.log.of("RTH0429")).singleElement().asString().contains("\"Observers.gone\"");
        }
    }

    @Test
    void aStopLeavesStoredEventsThatWereNotBegunAndIsWholeAllTheSame() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(parkingAfter(3), parking, sync("beep", String.class, 1, payload -> {
            begun.countDown();
            go.await();
            seen.add(payload);
        }))) {
            fixture.deliver("beep", "busy");
            begun.await();
            assertThat(fixture.dispatcher.accept(attempt("a", "Observers.sync1", 2, null)))
                    .isTrue();
            var whole = new AtomicInteger(-1);
            var stopping = DispatcherFixture.start(
                    "stopping", () -> whole.set(fixture.dispatcher.stop(Duration.ofSeconds(30)) ? 1 : 0));
            await().until(() -> DispatcherFixture.isWaiting(stopping));
            go.countDown();

            stopping.join(30_000);
            assertThat(whole).hasValue(1);
            assertThat(seen).containsExactly("busy");
            assertThat(parking.outcomes).isEmpty();
            assertThat(fixture.dispatcher.accept(attempt("b", "Observers.sync1", 2, null)))
                    .isFalse();
        }
    }

    @Test
    void anObserverThatIsLeftOutDoesNotGetTheEvent() throws Exception {
        try (var fixture = new DispatcherFixture(
                parkingAfter(3),
                parking,
                sync("beep", String.class, 1, failing()),
                sync("beep", String.class, 2, seen::add))) {
            var event = new StoredEvent("a", Instant.EPOCH, "node-1", 1, "beep", "[a]", false, null);
            fixture.dispatcher.accept(new Delivery(event, true, true).without(Set.of("Observers.sync1")));
            fixture.dispatcher.flush();

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a"));
            assertThat(seen).containsExactly("a");
            assertThat(calls).hasValue(0);
        }
    }

    @Test
    void observersOfOneNameAreStoredForUnderDifferentOnes() throws Exception {
        try (var fixture = new DispatcherFixture(
                parkingAfter(1),
                parking,
                async("beep", String.class, "Observers.same", failing()),
                async("beep", String.class, "Observers.same", failing()))) {
            assertThat(fixture.dispatcher.observersOf("beep")).containsExactly("Observers.same", "Observers.same#2");
            fixture.deliver("beep", "a");

            await().until(() -> parking.outcomes.size() == 2);
            assertThat(parking.outcomes)
                    .extracting(AttemptOutcome::observer)
                    .containsExactlyInAnyOrder("Observers.same", "Observers.same#2");
        }
    }
}
