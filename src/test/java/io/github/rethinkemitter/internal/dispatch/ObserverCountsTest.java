package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.WARN_AFTER;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.internal.config.AttemptSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dispatcher tells what became of the calls of each observer. */
@Timeout(60)
class ObserverCountsTest {

    private final List<Object> seen = new CopyOnWriteArrayList<>();

    private static void awaitObserver(
            DispatcherFixture fixture, int index, Consumer<ChannelStatus.Observer> assertions) {
        await().untilAsserted(
                        () -> assertions.accept(fixture.dispatcher.observers().get(index)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsAreCountedForEachObserver(boolean isAsync) throws Exception {
        var observer = isAsync ? async("beep", String.class, seen::add) : sync("beep", String.class, 1, seen::add);
        try (var fixture = new DispatcherFixture(8, observer, async("*", String.class, "A.first", seen::add))) {
            fixture.deliver("beep", List.of("a", "b"));
            fixture.deliver("other", "c");

            awaitObserver(
                    fixture,
                    0,
                    first -> assertThat(first).isEqualTo(new ChannelStatus.Observer("A.first", "*", 3, 0, 0, 0, 0, 0)));
            awaitObserver(fixture, 1, second -> {
                assertThat(second.topic()).isEqualTo("beep");
                assertThat(second.calls()).isEqualTo(2);
            });
            await().untilAsserted(
                            () -> assertThat(fixture.dispatcher.unhandled()).isZero());
        }
    }

    @Test
    void failuresAreCountedAndTheEventsThatWaitForTheNextAttempt() throws Exception {
        var attempts = DispatcherFixture.attempts(2, Duration.ofSeconds(3), 1, Duration.ofSeconds(3));
        var settings = DispatcherFixture.settings(8, 1 << 20, WARN_AFTER, null, attempts);
        DispatcherFixture.Body failing = payload -> {
            throw new IllegalStateException("on purpose");
        };
        try (var fixture = new DispatcherFixture(settings, sync("beep", String.class, 1, failing))) {
            fixture.deliver("beep", "a");
            awaitObserver(fixture, 0, one -> {
                assertThat(one.failures()).isEqualTo(1);
                assertThat(one.waiting()).isEqualTo(1);
            });
            assertThat(fixture.dispatcher.unhandled()).isEqualTo(1);

            fixture.letPass(Duration.ofSeconds(3));

            awaitObserver(fixture, 0, one -> {
                assertThat(one.calls()).isEqualTo(2);
                assertThat(one.failures()).isEqualTo(2);
                assertThat(one.waiting()).isZero();
            });
        }
    }

    @Test
    void whatIsParkedIsCounted() throws Exception {
        var parking = new RecordingParking();
        DispatcherFixture.Body failing = payload -> {
            throw new IllegalStateException("on purpose");
        };
        var attempts = new AttemptSettings(1, Duration.ZERO, 1, Duration.ZERO, Then.PARK);
        var settings = DispatcherFixture.settings(8, 1 << 20, WARN_AFTER, null, attempts);
        try (var fixture = new DispatcherFixture(settings, parking, sync("beep", String.class, 1, failing))) {
            fixture.deliver("beep", "a");
            await().untilAsserted(() -> assertThat(parking.outcomes).hasSize(1));
            assertThat(fixture.dispatcher.observers().get(0).parked()).isZero();

            parking.storeAll();

            awaitObserver(fixture, 0, one -> assertThat(one.parked()).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallThatHangsIsStuckUntilItReturns(boolean isAsync) throws Exception {
        var hanging = new HangingObservers();
        try (var fixture = hanging.besideAnother(isAsync, 4, seen::add)) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));
            assertThat(fixture.dispatcher.observers())
                    .extracting(ChannelStatus.Observer::stuck)
                    .containsOnly(0);

            fixture.letPass(WARN_AFTER);

            await().untilAsserted(() -> assertThat(fixture.dispatcher.observers())
                    .filteredOn(one -> one.name().equals("Slow.hangs"))
                    .extracting(ChannelStatus.Observer::stuck)
                    .containsExactly(1));
            hanging.letReturn();
            await().untilAsserted(() -> assertThat(fixture.dispatcher.observers())
                    .extracting(ChannelStatus.Observer::stuck)
                    .containsOnly(0));
        } finally {
            hanging.letReturn();
        }
    }

    @Test
    void eventsThatDoNotFitBehindAStuckCallAreNotGiven() throws Exception {
        var hanging = new HangingObservers();
        try (var fixture = hanging.besideAnother(false, 2, seen::add)) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));
            fixture.letPass(WARN_AFTER);
            fixture.awaitNextLook();

            fixture.deliver("slow", List.of("s1", "s2", "s3"));

            await().untilAsserted(() -> assertThat(fixture.dispatcher.observers())
                    .filteredOn(one -> one.name().equals("Slow.hangs"))
                    .extracting(ChannelStatus.Observer::notGiven)
                    .containsExactly(2L));
        } finally {
            hanging.letReturn();
        }
    }
}
