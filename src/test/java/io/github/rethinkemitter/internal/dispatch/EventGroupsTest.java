package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.WARN_AFTER;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.config.AttemptSettings;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.AttemptOutcome;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.ParkedGroup;
import io.github.rethinkemitter.internal.flow.StoredAttempt;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events wait behind an earlier one of their key on which the observer failed, in memory or stored. */
@Timeout(60)
class EventGroupsTest {

    private static final Duration DELAY = Duration.ofSeconds(2);

    private final RecordingParking parking = new RecordingParking();
    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final Set<Object> failing = ConcurrentHashMap.newKeySet();

    private static DispatchSettings attempts(int max, Then then) {
        return DispatcherFixture.settings(
                4, 1 << 20, WARN_AFTER, null, new AttemptSettings(max, DELAY, 1, DELAY, then));
    }

    private void observe(@Nullable Object payload) {
        seen.add(payload);
        if (failing.contains(payload)) {
            throw new IllegalStateException("on purpose");
        }
    }

    private static StoredEvent event(String text, @Nullable String key) {
        var event = new StoredEvent(text, Instant.EPOCH, "node-1", 1, "beep", "[" + text + "]", false, null);
        return key == null ? event : event.withKey(key);
    }

    private static void deliver(DispatcherFixture fixture, @Nullable String key, String... texts) throws Exception {
        for (var text : texts) {
            fixture.dispatcher.accept(new Delivery(event(text, key), false, false));
        }
        fixture.dispatcher.flush();
    }

    private static StoredAttempt attempt(String text, String key) {
        return new StoredAttempt("p-" + text, "Observers.sync1", event(text, key), 2, ParkedReason.FAILED, "alice");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eventsOfTheKeyWaitInMemoryAndFollowOneByOne(boolean async) throws Exception {
        failing.addAll(List.of("a1", "a2"));
        try (var fixture = new DispatcherFixture(
                attempts(2, Then.SKIP),
                async ? async("beep", String.class, this::observe) : sync("beep", String.class, 1, this::observe))) {
            deliver(fixture, "a", "a1", "a2", "a3");
            deliver(fixture, "b", "b1");
            deliver(fixture, null, "c1");
            await().untilAsserted(() -> assertThat(fixture.handled).containsExactlyInAnyOrder("b1", "c1"));
            assertThat(seen).containsExactly("a1", "b1", "c1");

            fixture.letPass(DELAY); // a1 fails for the last time, a2 for the first

            await().untilAsserted(() -> assertThat(seen).containsExactly("a1", "b1", "c1", "a1", "a2"));
            failing.clear();
            fixture.letPass(DELAY);

            await().untilAsserted(() -> assertThat(fixture.handled).endsWith("a1", "a2", "a3"));
            assertThat(seen).endsWith("a1", "a2", "a2", "a3");
            deliver(fixture, "a", "a4"); // nothing is left to wait for
            await().untilAsserted(() -> assertThat(fixture.handled).endsWith("a4"));
        }
    }

    @Test
    void withTheFirstOneAllAreStoredInTheirOrder() throws Exception {
        failing.add("a1");
        try (var fixture =
                new DispatcherFixture(attempts(2, Then.HOLD), parking, sync("beep", String.class, 1, this::observe))) {
            deliver(fixture, "a", "a1", "a2", "a3");
            deliver(fixture, "b", "b1");
            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("b1"));
            assertThat(parking.outcomes).isEmpty();

            fixture.letPass(DELAY);
            await().until(() -> parking.outcomes.size() == 3);
            deliver(fixture, "a", "a4");

            await().until(() -> parking.outcomes.size() == 4);
            // The first one first: a crash must not leave events without the one that they wait for.
            assertThat(parking.outcomes)
                    .extracting(one -> one.event().id(), AttemptOutcome::state, AttemptOutcome::attempts)
                    .containsExactly(
                            tuple("a1", ParkedState.PARKED, 2),
                            tuple("a2", ParkedState.HELD, 0),
                            tuple("a3", ParkedState.HELD, 0),
                            tuple("a4", ParkedState.HELD, 0));
            assertThat(parking.outcomes).extracting(AttemptOutcome::group).containsOnly("Observers.sync1/key a");
            assertThat(fixture.handled).containsExactly("b1");
            parking.storeAll();
            assertThat(fixture.handled).containsExactlyInAnyOrder("b1", "a1", "a2", "a3", "a4");
            assertThat(seen).containsExactly("a1", "b1", "a1");
        }
    }

    @Test
    void aStoredEventThatIsHandledLetsTheNextOneFollowUntilNoneIsLeft() throws Exception {
        try (var fixture =
                new DispatcherFixture(attempts(2, Then.HOLD), parking, sync("beep", String.class, 1, this::observe))) {
            fixture.dispatcher.holdBack(List.of(new ParkedGroup("Observers.sync1/key a", 2, false)));
            deliver(fixture, "a", "a3");
            await().until(() -> parking.outcomes.size() == 1); // since others are stored from before
            parking.storeAll();

            fixture.dispatcher.accept(attempt("a1", "a"));
            await().until(() -> parking.outcomes.size() == 2);
            assertThat(parking.advances).isEmpty();
            parking.storeAll();

            assertThat(parking.advances).singleElement().satisfies(advance -> {
                assertThat(advance.group()).isEqualTo("Observers.sync1/key a");
                assertThat(advance.by()).isEqualTo("alice");
            });
            parking.advances.get(0).left().accept(true);
            deliver(fixture, "a", "a4");
            await().until(() -> parking.outcomes.size() == 3);
            assertThat(seen).containsExactly("a1");

            // The database had no entries, but one was on its way: it is asked once more when that is stored.
            fixture.dispatcher.discarded("Observers.sync1/key a");
            parking.advances.get(1).left().accept(false);
            assertThat(parking.advances).hasSize(2);
            parking.storeAll();
            assertThat(parking.advances).hasSize(3);
            parking.advances.get(2).left().accept(false);
            deliver(fixture, "a", "a5");
            await().untilAsserted(() -> assertThat(seen).containsExactly("a1", "a5"));
        }
    }

    @Test
    void aGroupWhoseFirstOneIsGoneGoesOnAtTheStart() throws Exception {
        try (var fixture =
                new DispatcherFixture(attempts(2, Then.HOLD), parking, sync("beep", String.class, 1, this::observe))) {
            fixture.dispatcher.holdBack(List.of(new ParkedGroup("g1", 2, true), new ParkedGroup("g2", 2, false)));

            assertThat(parking.advances)
                    .extracting(RecordingParking.Advance::group)
                    .containsExactly("g1");
        }
    }

    @Test
    void aGroupThatIsNotAmongTheStoredOnesAnyMoreEnds() throws Exception {
        try (var fixture =
                new DispatcherFixture(attempts(2, Then.HOLD), parking, sync("beep", String.class, 1, this::observe))) {
            fixture.dispatcher.holdBack(List.of(new ParkedGroup("Observers.sync1/key a", 2, false)));

            fixture.dispatcher.holdBack(List.of()); // what had happened to it was in an answer that was lost

            parking.advances.get(0).left().accept(false);
            deliver(fixture, "a", "a1");
            await().untilAsserted(() -> assertThat(seen).containsExactly("a1"));
        }
    }

    @Test
    void whileTheFirstOneIsBeingAttemptedAnyNumberWaitsBehindIt() throws Exception {
        var begun = new CountDownLatch(2);
        var go = new CountDownLatch(1);
        failing.add("a1");
        try (var fixture =
                new DispatcherFixture(attempts(2, Then.PARK), parking, async("beep", String.class, payload -> {
                    if ("a1".equals(payload)) {
                        begun.countDown();
                        if (begun.getCount() == 0) {
                            go.await();
                        }
                    }
                    observe(payload);
                }))) {
            deliver(fixture, "a", "a1");
            await().until(() -> begun.getCount() == 1);
            fixture.letPass(DELAY);
            begun.await();
            // Of another publisher, whose events come beside.
            for (var text : List.of("a2", "a3", "a4", "a5", "a6", "a7")) {
                var event = new StoredEvent(text, Instant.EPOCH, "node-2", 1, "beep", "[" + text + "]", false, null);
                fixture.dispatcher.accept(new Delivery(event.withKey("a"), false, false));
                fixture.dispatcher.flush();
            }
            fixture.awaitNextLook();
            assertThat(seen).containsExactly("a1");

            go.countDown();
            await().until(() -> parking.outcomes.size() == 1);
            parking.storeAll();

            await().untilAsserted(
                            () -> assertThat(seen).containsExactly("a1", "a1", "a2", "a3", "a4", "a5", "a6", "a7"));
        }
    }

    @Test
    void afterAnEventThatIsParkedWithoutHoldTheOthersGoOn() throws Exception {
        failing.add("a1");
        try (var fixture =
                new DispatcherFixture(attempts(2, Then.PARK), parking, sync("beep", String.class, 1, this::observe))) {
            deliver(fixture, "a", "a1", "a2");
            await().untilAsserted(() -> assertThat(seen).containsExactly("a1"));

            fixture.letPass(DELAY);

            await().until(() -> parking.outcomes.size() == 1);
            assertThat(parking.outcomes.get(0).group()).isNull();
            assertThat(seen).containsExactly("a1", "a1");
            parking.storeAll();
            await().untilAsserted(() -> assertThat(seen).containsExactly("a1", "a1", "a2"));
        }
    }

    @Test
    void whenNoMoreFitIntoMemoryTheFirstOneIsStoredAndTheOthersBehindIt() throws Exception {
        failing.add("a1");
        try (var fixture =
                new DispatcherFixture(attempts(2, Then.PARK), parking, sync("beep", String.class, 1, this::observe))) {
            deliver(fixture, "a", "a1", "a2", "a3", "a4", "a5"); // one more than may wait

            await().until(() -> parking.outcomes.size() == 5);
            assertThat(parking.outcomes)
                    .extracting(one -> one.event().id(), AttemptOutcome::state, AttemptOutcome::attempts)
                    .containsExactly(
                            tuple("a1", ParkedState.WAITING, 1),
                            tuple("a2", ParkedState.HELD, 0),
                            tuple("a3", ParkedState.HELD, 0),
                            tuple("a4", ParkedState.HELD, 0),
                            tuple("a5", ParkedState.HELD, 0));
            parking.storeAll();
            assertThat(fixture.handled).containsExactlyInAnyOrder("a1", "a2", "a3", "a4", "a5");
            assertThat(seen).containsExactly("a1");
        }
    }

    @Test
    void whereNothingCanBeStoredAnEventIsGivenOutOfOrderLoudly() throws Exception {
        failing.add("a1");
        try (var fixture =
                new DispatcherFixture(attempts(2, Then.SKIP), sync("beep", String.class, 1, this::observe))) {
            deliver(fixture, "a", "a1", "a2", "a3", "a4", "a5");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a5"));
            assertThat(seen).containsExactly("a1", "a5");
            assertThat(fixture.log.of("RTH0430")).singleElement().asString().contains("\"a5\"");
        }
    }

    @Test
    void tooManyEventsBehindAParkedOneAreNotHandledLoudly() throws Exception {
        try (var fixture =
                new DispatcherFixture(attempts(2, Then.HOLD), parking, sync("beep", String.class, 1, this::observe))) {
            fixture.dispatcher.holdBack(
                    List.of(new ParkedGroup("Observers.sync1/key a", EventGroups.MOST_HELD, false)));
            deliver(fixture, "a", "a1");

            await().untilAsserted(() -> assertThat(fixture.leftUnhandled).containsExactly("a1"));
            assertThat(fixture.log.of("RTH0435")).singleElement().asString().contains("10000 events wait");
            assertThat(seen).isEmpty();
        }
    }
}
