package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.WARN_AFTER;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.config.AttemptSettings;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An observer gets replayed events alone, as it gets new ones. */
@Timeout(60)
class ReplayedEventTest {

    private static final Duration DELAY = Duration.ofSeconds(20); // longer than new events wait in memory
    private static final String FIRST = "Observers.sync1";

    private final RecordingParking parking = new RecordingParking();
    private final RecordingReplay replay = new RecordingReplay();
    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();

    private static DispatchSettings attempts(int max, int bufferSize) {
        return attempts(max, bufferSize, Then.PARK);
    }

    private static DispatchSettings attempts(int max, int bufferSize, Then then) {
        return DispatcherFixture.settings(
                bufferSize, 1 << 20, WARN_AFTER, null, new AttemptSettings(max, DELAY, 1, DELAY, then));
    }

    private DispatcherFixture.Body failing() {
        return payload -> {
            throw new IllegalStateException("call " + calls.incrementAndGet());
        };
    }

    private static String[] texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(number -> prefix + number).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyOneObserverGetsTheEventsAndInTheirOrder(boolean async) throws Exception {
        var others = new CopyOnWriteArrayList<Object>();
        var got = new CopyOnWriteArrayList<RethinkEvent>();
        DispatcherFixture.Body body = event -> got.add((RethinkEvent) event);
        var target = async ? async("beep", RethinkEvent.class, FIRST, body) : sync("beep", RethinkEvent.class, 1, body);
        try (var fixture = new DispatcherFixture(attempts(1, 8), target, sync("**", String.class, 2, others::add))) {
            replay.give(fixture, FIRST, texts("e", 30));

            await().untilAsserted(() -> assertThat(replay.handled).containsExactly(texts("e", 30)));
            assertThat(got).extracting(RethinkEvent::id).containsExactly(texts("e", 30));
            assertThat(got).allSatisfy(event -> {
                assertThat(event.replayed()).isTrue();
                assertThat(event.redelivered()).isTrue();
                assertThat(event.redriven()).isFalse();
            });
            assertThat(others).isEmpty();
            assertThat(fixture.handled).isEmpty(); // so that no position moves
        }
    }

    @Test
    void newEventsComeBetweenReplayedOnesAndNeedNoRoomOfTheirs() throws Exception {
        var go = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(attempts(1, 4), sync("**", String.class, 1, payload -> {
            go.await();
            seen.add(payload);
        }))) {
            replay.give(fixture, FIRST, texts("r", 200)); // many more than the buffer holds
            fixture.deliver("beep", List.of("a", "b", "c", "d"));
            go.countDown();

            await().untilAsserted(() -> assertThat(replay.handled).hasSize(200));
            assertThat(seen.subList(0, 12)).contains("a", "b", "c", "d");
        }
    }

    @Test
    void aReplayedEventFailsAsANewOneAndIsGivenAgainInMemoryHoweverLongTheDelay() throws Exception {
        try (var fixture = new DispatcherFixture(attempts(2, 8), parking, sync("beep", String.class, 1, failing()))) {
            replay.give(fixture, FIRST, "a");
            await().untilAsserted(() ->
                    assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(1));
            assertThat(fixture.lifecycleEvents(ObserverFailed.class).get(0).nextAttempt())
                    .isPresent();
            assertThat(parking.outcomes).isEmpty();
            assertThat(replay.failed).isEmpty();

            fixture.letPass(DELAY);

            var outcome = parking.awaitOutcome();
            assertThat(outcome.state()).isEqualTo(ParkedState.PARKED);
            assertThat(outcome.reason()).isEqualTo(ParkedReason.FAILED);
            assertThat(outcome.attempts()).isEqualTo(2);
            assertThat(outcome.failure()).hasMessage("call 2");
            assertThat(outcome.observer()).isEqualTo(FIRST);
            assertThat(replay.failed).isEmpty(); // not before it is stored
            parking.storeAll();
            await().untilAsserted(() -> assertThat(replay.failed).containsExactly("a"));
            assertThat(replay.handled).isEmpty();
            assertThat(fixture.lifecycleEvents(EventParked.class)).hasSize(1);
            assertThat(fixture.handled).isEmpty();
        }
    }

    @Test
    void aReplayedEventThatCannotBeParkedIsGivenUp() throws Exception {
        try (var fixture = new DispatcherFixture(attempts(1, 8), sync("beep", String.class, 1, failing()))) {
            replay.give(fixture, FIRST, "a");

            await().untilAsserted(() -> assertThat(replay.failed).containsExactly("a"));
            assertThat(fixture.lifecycleEvents(ObserverFailed.class).get(0).nextAttempt())
                    .isEmpty();
        }
    }

    @Test
    void aReplayedEventNeitherWaitsForAnotherOfItsKeyNorHoldsBackNewOnes() throws Exception {
        try (var fixture =
                new DispatcherFixture(attempts(1, 8, Then.HOLD), parking, sync("beep", String.class, 1, payload -> {
                    seen.add(payload);
                    if (payload.toString().startsWith("bad")) {
                        throw new IllegalStateException("on purpose");
                    }
                }))) {
            replay.give(fixture, FIRST, "bad-1");
            assertThat(parking.awaitOutcome().group()).isNull();
            parking.storeAll();
            deliverWithKey(fixture, "new-1");
            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("new-1"));

            deliverWithKey(fixture, "bad-2");
            await().untilAsserted(() -> assertThat(parking.outcomes).hasSize(2));
            assertThat(parking.outcomes.get(1).group()).isNotNull();
            parking.storeAll();
            replay.give(fixture, FIRST, "good");

            await().untilAsserted(() -> assertThat(replay.handled).containsExactly("good"));
            deliverWithKey(fixture, "new-2");
            await().untilAsserted(
                            () -> assertThat(parking.outcomes.get(2).state()).isEqualTo(ParkedState.HELD));
            assertThat(seen).containsExactly("bad-1", "new-1", "bad-2", "good");
        }
    }

    private static void deliverWithKey(DispatcherFixture fixture, String text) throws InterruptedException {
        var event = new StoredEvent(text, Instant.EPOCH, "node-1", 1, "beep", "[" + text + "]", false, null);
        fixture.dispatcher.accept(new Delivery(event.withKey("customer-7"), false, false));
        fixture.dispatcher.flush();
    }

    @Test
    void manyReplayedEventsDoNotMakeTheObserverGiveUpItsNewOnes() throws Exception {
        try (var fixture = new DispatcherFixture(attempts(2, 2), sync("beep", String.class, 1, failing()))) {
            replay.give(fixture, FIRST, texts("r", 20));
            await().untilAsserted(() -> assertThat(calls).hasValue(20));

            fixture.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(calls).hasValue(21));
            await().untilAsserted(() ->
                    assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(21));
            assertThat(fixture.lifecycleEvents(ObserverFailed.class))
                    .allSatisfy(failure -> assertThat(failure.nextAttempt()).isPresent());
        }
    }

    @Test
    void theNextAttemptsOfNewEventsDoNotWaitForAllReplayedOnes() throws Exception {
        var go = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(
                attempts(2, 8),
                sync("beep", String.class, 1, payload -> {
                    go.await();
                    seen.add(payload);
                }),
                sync("boop", String.class, 2, payload -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("on purpose");
                    }
                    seen.add(payload);
                }))) {
            fixture.deliver("boop", "again");
            await().untilAsserted(() -> assertThat(calls).hasValue(1));
            replay.give(fixture, FIRST, texts("r", 200));
            fixture.letPass(DELAY);

            go.countDown();

            await().untilAsserted(() -> assertThat(replay.handled).hasSize(200));
            assertThat(seen.indexOf("again")).isBetween(0, 5);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterACancelTheObserverIsNotCalledAnyMore(boolean async) throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        DispatcherFixture.Body body = payload -> {
            begun.countDown();
            go.await();
            seen.add(payload);
        };
        var target = async ? async("beep", String.class, FIRST, body) : sync("beep", String.class, 1, body);
        try (var fixture = new DispatcherFixture(attempts(1, 8), target)) {
            replay.give(fixture, FIRST, texts("r", 20));
            begun.await();

            replay.cancel(fixture);
            go.countDown();

            await().untilAsserted(() -> assertThat(replay.notGiven).hasSize(19));
            await().untilAsserted(() -> assertThat(replay.handled).containsExactly("r0"));
            assertThat(seen).containsExactly("r0");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWaitsForItsNextAttemptAtACancelHasFailed(boolean parks) throws Exception {
        var target = sync("beep", String.class, 1, failing());
        try (var fixture = parks
                ? new DispatcherFixture(attempts(3, 8), parking, target)
                : new DispatcherFixture(attempts(3, 8), target)) {
            replay.give(fixture, FIRST, "a");
            await().untilAsserted(() ->
                    assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(1));

            replay.cancel(fixture);

            if (parks) {
                assertThat(parking.awaitOutcome().state()).isEqualTo(ParkedState.PARKED);
                assertThat(parking.awaitOutcome().attempts()).isEqualTo(1);
                parking.storeAll();
            }
            await().untilAsserted(() -> assertThat(replay.failed).containsExactly("a"));
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void anEventOnWhichTheObserverFailsAfterTheCancelIsNotGivenAgain() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(attempts(3, 8), parking, sync("beep", String.class, 1, payload -> {
            begun.countDown();
            go.await();
            throw new IllegalStateException("on purpose");
        }))) {
            replay.give(fixture, FIRST, "a");
            begun.await();
            replay.cancel(fixture);

            go.countDown();

            assertThat(parking.awaitOutcome().state()).isEqualTo(ParkedState.PARKED);
            parking.storeAll();
            await().untilAsserted(() -> assertThat(replay.failed).containsExactly("a"));
        }
    }

    @Test
    void replayedEventsBehindAStuckCallTakeNoRoomOfNewOnes() throws Exception {
        var go = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(attempts(1, 3), async("beep", String.class, FIRST, payload -> {
            begun.countDown();
            go.await();
            seen.add(payload);
        }))) {
            replay.give(fixture, FIRST, texts("r", 20));
            begun.await();
            fixture.letPass(WARN_AFTER);
            fixture.awaitNextLook();

            fixture.deliver("beep", List.of("a", "b"));
            fixture.awaitNextLook();
            go.countDown();

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b"));
            assertThat(fixture.leftUnhandled).isEmpty();
            assertThat(replay.handled).hasSize(20);
        }
    }

    @Test
    void aStopWithReplayedEventsLeftCountsNoNewEventAsUnhandled() throws Exception {
        var begun = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(attempts(1, 8), sync("beep", String.class, 1, payload -> {
            begun.countDown();
            Thread.currentThread().join(); // until it is interrupted
        }))) {
            replay.give(fixture, FIRST, texts("r", 5));
            begun.await();

            assertThat(fixture.dispatcher.stop(Duration.ofMillis(1))).isTrue();

            assertThat(fixture.dispatcher.accept(replay.event("late", FIRST))).isFalse();
        }
    }

    @Test
    void anUnknownObserverGetsNothing() throws Exception {
        try (var fixture = new DispatcherFixture(attempts(1, 8), parking, sync("beep", String.class, 1, seen::add))) {
            assertThat(fixture.dispatcher.observerNames()).containsExactly(FIRST);
            assertThat(fixture.dispatcher.accept(replay.event("a", "Nobody"))).isFalse();
            assertThat(parking.outcomes).isEmpty();
        }
    }
}
