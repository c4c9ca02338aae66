package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.ObserverStuck;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ObserverTimeoutTest {

    private static final Duration TIMEOUT = Duration.ofMillis(200);
    private static final DispatchSettings SETTINGS =
            DispatcherFixture.settings(8, 1 << 20, Duration.ofMinutes(1), TIMEOUT, DispatcherFixture.ONCE);

    private final List<Object> called = new CopyOnWriteArrayList<>();
    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final List<Object> interrupts = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void openTheGate() {
        gate.countDown();
    }

    private DispatcherFixture fixture(boolean async, DispatcherFixture.Body body) {
        DispatcherFixture.Body noting = payload -> {
            interrupts.add(Thread.currentThread().isInterrupted());
            called.add(payload);
            body.call(payload);
        };
        return new DispatcherFixture(
                SETTINGS,
                async
                        ? async("slow", String.class, "Slow.waits", noting)
                        : new DispatcherFixture.TestObserver("slow", String.class, false, 1, "Slow.waits", noting),
                sync("**", String.class, 2, seen::add));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObserverThatExceedsItsTimeoutIsInterruptedAndHasFailed(boolean async) throws Exception {
        try (var fixture = fixture(async, payload -> {
            if ("a".equals(payload)) {
                gate.await();
            }
        })) {
            fixture.deliver("slow", "a");
            fixture.deliver("slow", "b");
            await().until(() -> called.contains("a"));
            assertThat(fixture.handled).isEmpty();

            fixture.letPass(TIMEOUT);

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactlyInAnyOrder("a", "b"));
            assertThat(fixture.lifecycleEvents(ObserverFailed.class))
                    .singleElement()
                    .satisfies(failure -> {
                        assertThat(failure.event().id()).isEqualTo("a");
                        assertThat(failure.observer()).isEqualTo("Slow.waits");
                    })
                    .extracting(ObserverFailed::cause, THROWABLE)
                    .isInstanceOf(EmitterException.class)
                    .hasMessageStartingWith(
                            "RTH0422 observer Slow.waits has not returned within observer.timeout (200 ms)")
                    .rootCause()
                    .satisfies(where -> assertThat(where.getStackTrace())
                            .as("where it waited")
                            .extracting(StackTraceElement::getClassName)
                            .contains(ObserverTimeoutTest.class.getName()));
            assertThat(fixture.log.of("RTH0422")).hasSize(1);
            assertThat(fixture.log.of("RTH0411")).isEmpty();
            assertThat(interrupts).as("what is left of the interrupt").containsExactly(false, false);
            assertThat(called).containsExactly("a", "b");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObserverThatIgnoresTheInterruptHasFailedAndDelaysNobody(boolean async) throws Exception {
        try (var fixture = fixture(async, payload -> {
            if ("a".equals(payload)) {
                ignoringInterrupts();
            }
        })) {
            fixture.deliver("slow", "a");
            fixture.deliver("slow", "b");
            await().until(() -> called.contains("a"));

            fixture.letPass(TIMEOUT);
            await().untilAsserted(() ->
                    assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(1));
            fixture.letPass(TIMEOUT);
            fixture.deliver("fast", "f");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactlyInAnyOrder("a", "f"));
            assertThat(called).as("never called twice at once").containsExactly("a");
            fixture.letPass(Duration.ofMinutes(1));
            await().untilAsserted(() ->
                    assertThat(fixture.lifecycleEvents(ObserverStuck.class)).hasSize(1));
            gate.countDown();
            await().untilAsserted(() -> assertThat(fixture.handled).containsExactlyInAnyOrder("a", "f", "b"));
            assertThat(called).containsExactly("a", "b");
            assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(1);
        }
    }

    private void ignoringInterrupts() {
        while (gate.getCount() > 0) {
            try {
                assertThat(gate.await(60, SECONDS)).isTrue();
            } catch (InterruptedException e) {
                seen.add("interrupted");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallThatThrowsAfterItsTimeoutIsNotReportedASecondTime(boolean async) throws Exception {
        try (var fixture = fixture(async, (@Nullable Object payload) -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        })) {
            fixture.deliver("slow", "a");
            await().until(() -> called.contains("a"));
            fixture.letPass(TIMEOUT);
            await().until(() -> fixture.handled.contains("a"));
            gate.countDown();
            fixture.deliver("slow", "b");

            await().until(() -> fixture.handled.contains("b"));
            assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(1);
            assertThat(fixture.handled).containsExactly("a", "b");
        }
    }
}
