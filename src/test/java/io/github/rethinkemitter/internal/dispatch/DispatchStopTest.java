package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.start;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ObserverFailed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DispatchStopTest {

    private final List<Object> seen = new CopyOnWriteArrayList<>();

    @Test
    void aStopLetsObserversHandleTheEventsThatWereTaken() throws Exception {
        var gate = new CountDownLatch(1);
        var inside = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(8, sync("beep", String.class, 1, payload -> {
            inside.countDown();
            assertThat(gate.await(30, SECONDS)).isTrue();
            seen.add(payload);
        }))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");
            assertThat(inside.await(30, SECONDS)).isTrue();
            new Thread(gate::countDown).start();

            assertThat(fixture.dispatcher.stop(Duration.ofSeconds(30))).isTrue();
            fixture.deliver("beep", "too late");

            assertThat(seen).containsExactly("a", "b");
            assertThat(fixture.handled).containsExactly("a", "b");
        }
    }

    @Test
    void anEventWhoseObserverDoesNotReturnDuringTheStopStaysUnhandled() throws Exception {
        var inside = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(8, sync("beep", String.class, 1, payload -> {
            inside.countDown();
            new CountDownLatch(1).await();
        }))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");
            assertThat(inside.await(30, SECONDS)).isTrue();

            assertThat(fixture.dispatcher.stop(Duration.ofMillis(10))).isFalse();

            fixture.thread.join(30_000);
            assertThat(fixture.thread.isAlive()).isFalse();
            assertThat(fixture.handled).isEmpty();
            assertThat(fixture.log.of("RTH0414"))
                    .singleElement()
                    .asString()
                    .contains("2 events")
                    .contains("Raise rethink.emitter.stop-timeout (now PT0.01S)");
            assertThat(fixture.log.of("RTH0436")).isEmpty();
        }
    }

    @Test
    void aStopEndsTheWaitForSpace() throws Exception {
        var gate = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(
                1,
                sync(
                        "beep",
                        String.class,
                        1,
                        payload -> assertThat(gate.await(30, SECONDS)).isTrue()))) {
            fixture.deliver("beep", "a");
            var waiting = fixture.deliverOnOwnThread("beep", "b");
            await().until(() -> waiting.getState() == Thread.State.WAITING);

            var stopping = start("stopping", () -> fixture.dispatcher.stop(Duration.ofSeconds(30)));
            waiting.join(30_000);
            gate.countDown();
            stopping.join(30_000);

            assertThat(fixture.handled).containsExactly("a");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObserverThatStopsTheApplicationDoesNotWaitForItself(boolean async) throws Exception {
        var dispatcher = new AtomicReference<Dispatcher>();
        DispatcherFixture.Body stops = payload -> seen.add(dispatcher.get().stop(Duration.ofDays(1)));
        try (var fixture = new DispatcherFixture(
                8, async ? async("beep", String.class, stops) : sync("beep", String.class, 1, stops))) {
            dispatcher.set(fixture.dispatcher);
            fixture.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(seen).containsExactly(false));
        }
    }

    private static final class ComponentIsStoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class EJBStoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class EJBComponentUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static List<Throwable> exceptionsThatSaySo() {
        return List.of(
                new ComponentIsStoppedException(),
                new EJBComponentUnavailableException(),
                new IllegalArgumentException("wrapped", new EJBStoppedException()));
    }

    @ParameterizedTest
    @MethodSource("exceptionsThatSaySo")
    void anEventWhoseObserverStopsBeforeTheApplicationDoesIsNotHandled(Throwable thrown) throws Exception {
        try (var fixture = new DispatcherFixture(8, sync("beep", String.class, 1, payload -> sneak(thrown)))) {
            fixture.deliver("beep", "a");
            await().untilAsserted(() -> assertThat(fixture.lifecycleEvents(ObserverFailed.class))
                    .isNotEmpty()
                    .allSatisfy(failed -> assertThat(failed.nextAttempt()).isPresent()));

            fixture.dispatcher.stop(Duration.ofSeconds(30));

            assertThat(fixture.handled).isEmpty();
        }
    }

    static List<Throwable> exceptionsOfStoppedComponents() {
        var ofContainer = new IllegalStateException("the container is shut down");
        ofContainer.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("org.jboss.weld.Container", "instance", null, -1)});
        return List.of(
                new ComponentIsStoppedException(),
                new IllegalArgumentException("wrapped", new EJBStoppedException()),
                new RejectedExecutionException("shut down"),
                ofContainer);
    }

    static List<Throwable> exceptionsThatMayMeanSomethingElse() {
        var all = exceptionsOfStoppedComponents();
        return all.subList(2, all.size());
    }

    @ParameterizedTest
    @MethodSource("exceptionsOfStoppedComponents")
    void anEventWhoseObserverHasStoppedAlreadyIsLeftUnhandled(Throwable thrown) throws Exception {
        var inside = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(8, sync("beep", String.class, 1, payload -> {
            inside.countDown();
            assertThat(gate.await(30, SECONDS)).isTrue();
            if ("b".equals(payload)) {
                sneak(thrown);
            }
            seen.add(payload);
        }))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");
            assertThat(inside.await(30, SECONDS)).isTrue();
            var all = new AtomicReference<Boolean>();
            var stopping = start("stopping", () -> all.set(fixture.dispatcher.stop(Duration.ofSeconds(30))));
            await().until(() -> DispatcherFixture.isWaiting(stopping));

            gate.countDown();
            stopping.join(30_000);

            assertThat(all.get()).as("all were handled").isFalse();
            assertThat(fixture.handled).containsExactly("a");
            assertThat(fixture.leftUnhandled).containsExactly("b");
            assertThat(fixture.lifecycleEvents(ObserverFailed.class)).isEmpty();
            assertThat(fixture.log.of("RTH0411")).isEmpty();
            assertThat(fixture.log.of("RTH0423")).singleElement().asString().doesNotContain("\tat ");
            assertThat(fixture.log.of("RTH0436"))
                    .singleElement()
                    .asString()
                    .contains("1 events")
                    .contains("RTH0423")
                    .doesNotContain("stop-timeout");
            assertThat(fixture.log.of("RTH0414")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("exceptionsThatMayMeanSomethingElse")
    void theSameExceptionIsAFailureWhileTheApplicationRuns(Throwable thrown) throws Exception {
        try (var fixture = new DispatcherFixture(8, sync("beep", String.class, 1, payload -> sneak(thrown)))) {
            fixture.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a"));
            assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(1);
        }
    }

    @Test
    void anExceptionOfTheApplicationIsAFailureDuringAStopToo() throws Exception {
        var inside = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(8, sync("beep", String.class, 1, payload -> {
            inside.countDown();
            assertThat(gate.await(30, SECONDS)).isTrue();
            throw new IllegalStateException("the order has no customer");
        }))) {
            fixture.deliver("beep", "a");
            assertThat(inside.await(30, SECONDS)).isTrue();
            var stopping = start("stopping", () -> fixture.dispatcher.stop(Duration.ofSeconds(30)));
            await().until(() -> DispatcherFixture.isWaiting(stopping));

            gate.countDown();
            stopping.join(30_000);

            assertThat(fixture.handled).containsExactly("a");
            assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(1);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
