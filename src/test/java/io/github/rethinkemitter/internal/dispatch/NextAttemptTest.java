package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.WARN_AFTER;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.start;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An observer that failed on an event is called with it again. */
@Timeout(60)
class NextAttemptTest {

    private static final Duration DELAY = Duration.ofSeconds(10);

    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();

    private static DispatchSettings attempts(int max, int bufferSize) {
        return DispatcherFixture.settings(
                bufferSize,
                1 << 20,
                WARN_AFTER,
                null,
                DispatcherFixture.attempts(max, DELAY, 3, DELAY.multipliedBy(3)));
    }

    /** Fails at the first calls, so many in all. */
    private DispatcherFixture.Body failing(int times) {
        return payload -> {
            if (calls.incrementAndGet() <= times) {
                throw new IllegalStateException("call " + calls.get());
            }
            seen.add(payload);
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObserverThatFailedIsCalledAgainWhileOtherEventsAndObserversGoOn(boolean async) throws Exception {
        var others = new CopyOnWriteArrayList<Object>();
        try (var fixture = new DispatcherFixture(
                attempts(3, 8),
                async ? async("beep", String.class, failing(1)) : sync("beep", String.class, 1, failing(1)),
                sync("*", String.class, 2, others::add))) {
            fixture.deliver("beep", "a");
            await().untilAsserted(() ->
                    assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(1));
            fixture.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("b"));
            assertThat(others).containsExactly("a", "b");
            assertThat(seen).containsExactly("b");

            fixture.letPass(DELAY);

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("b", "a"));
            assertThat(seen).containsExactly("b", "a");
            assertThat(others).containsExactly("a", "b");
        }
    }

    @Test
    void theLastFailureSaysThatNoAttemptFollowsAndTheEventIsHandled() throws Exception {
        try (var fixture = new DispatcherFixture(attempts(3, 8), sync("beep", String.class, 1, failing(9)))) {
            fixture.deliver("beep", "a");
            for (int attempt = 1; attempt < 3; attempt++) {
                int failures = attempt;
                await().until(() ->
                        fixture.lifecycleEvents(ObserverFailed.class).size() == failures);
                assertThat(fixture.handled).isEmpty();
                fixture.letPass(DELAY.multipliedBy(3));
            }

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a"));
            var failures = fixture.lifecycleEvents(ObserverFailed.class);
            assertThat(failures).extracting(ObserverFailed::attempt).containsExactly(1, 2, 3);
            assertThat(failures.get(0).nextAttempt())
                    .hasValueSatisfying(at -> assertThat(at)
                            .isBetween(Instant.EPOCH.plus(DELAY.dividedBy(2)), Instant.EPOCH.plus(DELAY)));
            var second = Instant.EPOCH.plus(DELAY.multipliedBy(3)); // three times as long, which is the most
            assertThat(failures.get(1).nextAttempt())
                    .hasValueSatisfying(at -> assertThat(at)
                            .isBetween(
                                    second.plus(DELAY.multipliedBy(3).dividedBy(2)),
                                    second.plus(DELAY.multipliedBy(3))));
            assertThat(failures.get(2).nextAttempt()).isEmpty();
            assertThat(fixture.log.of("RTH0411").get(0)).contains("This was attempt 1, the next one is at 1970-01-01T");
            assertThat(calls).hasValue(3);
        }
    }

    @Test
    void thereIsNoAttemptBeforeHalfOfTheTimeHasPassed() throws Exception {
        try (var fixture = new DispatcherFixture(attempts(3, 8), sync("beep", String.class, 1, failing(1)))) {
            fixture.deliver("beep", "a");
            await().until(() -> calls.get() == 1);

            fixture.letPass(DELAY.dividedBy(2).minusMillis(1));
            fixture.awaitNextLook();

            assertThat(calls).hasValue(1);
        }
    }

    static List<Throwable> failuresOfEveryAttempt() {
        return List.of(
                new NoClassDefFoundError("Gone"),
                new StackOverflowError(),
                new IllegalStateException("wrapped", new PayloadMismatchException("RTH0401 does not fit", null)));
    }

    @ParameterizedTest
    @MethodSource("failuresOfEveryAttempt")
    void whatEveryAttemptWouldMeetIsNotTriedAgain(Throwable failure) throws Exception {
        try (var fixture =
                new DispatcherFixture(attempts(3, 8), sync("beep", String.class, 1, payload -> sneak(failure)))) {
            fixture.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a"));
            assertThat(fixture.lifecycleEvents(ObserverFailed.class))
                    .extracting(ObserverFailed::nextAttempt)
                    .containsExactly(Optional.empty());
            assertThat(fixture.log.of("RTH0411")).singleElement().asString().contains("attempt 1, the last one");
        }
    }

    @Test
    void aPayloadThatCannotBeReadIsNotReadAgain() throws Exception {
        try (var fixture = new DispatcherFixture(attempts(3, 8), sync("beep", int.class, 1, seen::add))) {
            fixture.deliver("beep", "no number");

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(1));
            assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(1);
        }
    }

    @Test
    void theNextAttemptGetsAnObjectOfItsOwn() throws Exception {
        try (var fixture = new DispatcherFixture(attempts(2, 8), sync("beep", AtomicReference.class, 1, payload -> {
            seen.add(((AtomicReference<?>) payload).getAndSet(null));
            failing(1).call("done");
        }))) {
            fixture.deliver("beep", "a");
            await().until(() -> calls.get() == 1);
            fixture.letPass(DELAY);

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(1));
            assertThat(seen).containsExactly("a", "a", "done");
        }
    }

    @Test
    void theEventOfTheNextAttemptSaysThatItIsRedelivered() throws Exception {
        try (var fixture = new DispatcherFixture(attempts(2, 8), sync("beep", RethinkEvent.class, 1, payload -> {
            seen.add(((RethinkEvent) payload).redelivered());
            failing(1).call("done");
        }))) {
            fixture.deliver("beep", "a");
            await().until(() -> calls.get() == 1);
            fixture.letPass(DELAY);

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(1));
            assertThat(seen).containsExactly(false, true, "done");
        }
    }

    @Test
    void aCallThatTheExecutorRefusedIsMadeLater() throws Exception {
        var refusing = new AtomicInteger(1);
        try (var fixture = new DispatcherFixture(
                attempts(2, 8),
                its -> task -> {
                    if (refusing.getAndDecrement() > 0) {
                        throw new RejectedExecutionException("full");
                    }
                    its.pool.execute(task);
                },
                async("beep", String.class, seen::add))) {
            fixture.deliver("beep", "a");
            await().until(() -> !fixture.lifecycle.isEmpty());
            fixture.letPass(DELAY);

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a"));
            assertThat(seen).containsExactly("a");
        }
    }

    @Test
    void asManyEventsWaitAsTheBufferHoldsAndTheRestIsGivenUp() throws Exception {
        var others = new CopyOnWriteArrayList<Object>();
        try (var fixture = new DispatcherFixture(
                attempts(2, 4), sync("beep", String.class, 1, failing(10)), sync("*", String.class, 2, others::add))) {
            for (int i = 1; i <= 10; i++) {
                fixture.deliver("beep", "e" + i);
            }

            await().untilAsserted(() -> assertThat(others).hasSize(10));
            await().untilAsserted(
                            () -> assertThat(fixture.handled).containsExactly("e5", "e6", "e7", "e8", "e9", "e10"));
            fixture.letPass(DELAY);
            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(10));
            assertThat(seen).containsExactlyInAnyOrder("e1", "e2", "e3", "e4");
        }
    }

    @Test
    void newEventsTakeTurnsWithAttemptsThatAreDue() throws Exception {
        var inside = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        var settings = DispatcherFixture.settings(
                100, 1 << 20, Duration.ofHours(1), null, DispatcherFixture.attempts(2, DELAY, 1, DELAY));
        try (var fixture = new DispatcherFixture(settings, sync("beep", String.class, 1, payload -> {
            var text = String.valueOf(payload);
            seen.add(text.substring(0, 3));
            if (text.equals("gate")) {
                inside.countDown();
                assertThat(gate.await(30, SECONDS)).isTrue();
            } else if (text.startsWith("old")) {
                throw new IllegalStateException("on purpose");
            }
        }))) {
            fixture.deliver("beep", List.of("old1", "old2", "old3", "gate"));
            assertThat(inside.await(30, SECONDS)).isTrue();
            fixture.deliver("beep", List.of("new1", "new2", "new3"));
            fixture.letPass(DELAY);
            seen.clear();
            gate.countDown();

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(7));
            assertThat(seen).containsExactly("old", "new", "old", "new", "old", "new");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObserverThatIsStillInACallWhoseTimeIsUpIsNotCalledASecondTimeMeanwhile(boolean async) throws Exception {
        var gate = new CountDownLatch(1);
        var timeout = Duration.ofMillis(200);
        var settings = DispatcherFixture.settings(
                8, 1 << 20, Duration.ofHours(1), timeout, DispatcherFixture.attempts(2, DELAY, 1, DELAY));
        DispatcherFixture.Body ignoringTheInterrupt = payload -> {
            if (calls.incrementAndGet() == 1) {
                awaitWithoutInterrupt(gate);
            }
            seen.add("call " + calls.get());
        };
        try (var fixture = new DispatcherFixture(
                settings,
                async
                        ? async("beep", String.class, ignoringTheInterrupt)
                        : sync("beep", String.class, 1, ignoringTheInterrupt),
                sync("boop", String.class, 2, seen::add))) {
            fixture.deliver("beep", "a");
            await().until(() -> calls.get() == 1);
            fixture.letPass(timeout);
            await().until(() -> fixture.lifecycleEvents(ObserverFailed.class).size() == 1);
            fixture.letPass(DELAY);
            fixture.deliver("boop", "others go on");
            await().until(() -> fixture.handled.contains("others go on"));
            fixture.awaitNextLook();
            assertThat(calls).hasValue(1);

            gate.countDown();

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("others go on", "a"));
            assertThat(seen).containsExactly("others go on", "call 1", "call 2");
        }
    }

    private static void awaitWithoutInterrupt(CountDownLatch gate) {
        boolean open = false;
        while (!open) {
            try {
                gate.await();
                open = true;
            } catch (InterruptedException e) {
                // It is ignored on purpose.
            }
        }
    }

    @Test
    void aStopDoesNotWaitForTheNextAttemptAndLeavesOnlyThatEventUnhandled() throws Exception {
        try (var fixture = new DispatcherFixture(attempts(3, 8), sync("beep", String.class, 1, failing(1)))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");
            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("b"));

            assertThat(fixture.dispatcher.stop(Duration.ofDays(1)))
                    .as("all were handled")
                    .isFalse();

            assertThat(fixture.handled).containsExactly("b");
            assertThat(fixture.leftUnhandled).isEmpty();
            assertThat(fixture.log.of("RTH0427")).singleElement().asString().contains("1 events waited");
            assertThat(fixture.log.of("RTH0414")).isEmpty();
        }
    }

    @Test
    void anObserverThatFailsDuringTheStopGetsTheEventAfterTheRestart() throws Exception {
        var inside = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(attempts(3, 1), sync("beep", String.class, 1, payload -> {
            inside.countDown();
            assertThat(gate.await(30, SECONDS)).isTrue();
            throw new IllegalStateException("the data source is closed");
        }))) {
            fixture.deliver("beep", "a");
            assertThat(inside.await(30, SECONDS)).isTrue();
            var all = new AtomicReference<Boolean>();
            var stopping = start("stopping", () -> all.set(fixture.dispatcher.stop(Duration.ofDays(1))));
            await().until(() -> DispatcherFixture.isWaiting(stopping));

            gate.countDown();
            stopping.join(30_000);

            assertThat(all.get()).isFalse();
            assertThat(fixture.handled).isEmpty();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
