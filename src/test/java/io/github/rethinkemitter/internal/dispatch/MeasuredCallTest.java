package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.WARN_AFTER;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.RecordingTelemetry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured of the calls of observers. */
@Timeout(60)
class MeasuredCallTest {

    private static final Duration DELAY = Duration.ofSeconds(1);

    private final RecordingTelemetry recording = new RecordingTelemetry();

    private static DispatchSettings settings(int attempts, @Nullable Duration timeout) {
        return DispatcherFixture.settings(
                8, 1 << 20, WARN_AFTER, timeout, DispatcherFixture.attempts(attempts, DELAY, 1, DELAY));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachAttemptOfEachObserverIsMeasuredOnItsThread(boolean async) throws Exception {
        DispatcherFixture.Body failing = payload -> {
            throw new IllegalStateException("on purpose");
        };
        var name = async ? "Observers.async" : "Observers.sync1";
        try (var fixture = new DispatcherFixture(
                settings(2, null),
                one -> one.pool,
                recording,
                async ? async("beep", String.class, failing) : sync("beep", String.class, 1, failing),
                sync("**", String.class, 2, payload -> {}))) {
            fixture.deliver("beep", "a");
            await().until(() -> fixture.lifecycleEvents(ObserverFailed.class).size() == 1);
            fixture.letPass(DELAY);
            await().until(() -> fixture.handled.contains("a"));
        }

        assertThat(recording.lines)
                .containsExactlyInAnyOrder(
                        "a " + name + " 1 begins",
                        "a " + name + " 1 IllegalStateException",
                        "a Observers.sync2 1 begins",
                        "a Observers.sync2 1 ok",
                        "a " + name + " 2 again begins",
                        "a " + name + " 2 again IllegalStateException");
    }

    @Test
    void aCallThatExceededItsTimeoutIsAFailedOneAlsoWhenItReturns() throws Exception {
        var gate = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(
                settings(1, WARN_AFTER), one -> one.pool, recording, sync("slow", String.class, 1, payload -> {
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        // It returns as if nothing had happened.
                    }
                }))) {
            fixture.deliver("slow", "a");
            await().until(() -> recording.lines.contains("a Observers.sync1 1 begins"));
            fixture.letPass(WARN_AFTER);
            await().until(() -> fixture.handled.contains("a"));
            await().until(() -> recording.lines.size() == 2);
        }

        assertThat(recording.lines).endsWith("a Observers.sync1 1 TimeoutException");
    }

    @Test
    void aCallThatTheExecutorRefusesIsAFailedOne() throws Exception {
        try (var fixture = new DispatcherFixture(
                settings(1, null),
                one -> task -> {
                    throw new RejectedExecutionException("full");
                },
                recording,
                async("beep", String.class, payload -> {}))) {
            fixture.deliver("beep", "a");
            await().until(() -> fixture.handled.contains("a"));
        }

        assertThat(recording.lines)
                .containsExactly("a Observers.async 1 begins", "a Observers.async 1 DispatchException");
    }
}
