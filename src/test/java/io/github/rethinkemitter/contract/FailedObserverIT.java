package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of an event that an observer failed on. */
@ContractTest
class FailedObserverIT {

    @Test
    void anObserverThatFailsIsCalledAgainWithTheEventAndItsOthersAreNotHeldUp(TestDb db) throws Exception {
        var numbers = IntStream.range(0, 100).boxed().toList();
        List<Integer> others = new CopyOnWriteArrayList<>();
        List<Integer> handled = new CopyOnWriteArrayList<>();
        var calls = new AtomicInteger();
        try (var a = TestApplication.on(db)
                .with("observer.delay", "200ms")
                .observing("beep", Integer.class, number -> {
                    if (calls.incrementAndGet() <= 100 && number % 10 == 3) {
                        throw new IllegalStateException("on purpose");
                    }
                    handled.add(number);
                })
                .observing("beep", Integer.class, others::add)
                .connected()) {

            for (int number : numbers) {
                var unused = a.emitter().trigger("beep", number);
            }

            await().untilAsserted(() -> assertThat(handled).containsExactlyInAnyOrderElementsOf(numbers));
            assertThat(others).containsExactlyElementsOf(numbers);
            assertThat(handled.subList(0, 3)).containsExactly(0, 1, 2);
        }
    }

    @Test
    void anObserverThatAlwaysFailsIsToldOfTheLastAttempt(TestDb db) throws Exception {
        try (var a = TestApplication.on(db)
                .with("observer.max-attempts", 4)
                .with("observer.delay", "10ms")
                .observing("beep", String.class, text -> {
                    throw new IllegalStateException("on purpose");
                })
                .connected()) {
            a.emitter().trigger("beep", "boop").toCompletableFuture().get();

            await().untilAsserted(
                            () -> assertThat(a.lifecycle(ObserverFailed.class)).hasSize(4));
            assertThat(a.lifecycle(ObserverFailed.class))
                    .extracting(ObserverFailed::attempt)
                    .containsExactly(1, 2, 3, 4);
            assertThat(a.lifecycle(ObserverFailed.class))
                    .extracting(failure -> failure.nextAttempt().isPresent())
                    .containsExactly(true, true, true, false);
        }
    }

    @Test
    void anEventThatWaitsForItsNextAttemptAtTheStopComesAgainAfterTheRestart(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            String failed;
            try (var b = subscriber(db).observing("beep", RethinkEvent.class, event -> {
                if (event.payload(int.class) == 1) {
                    throw new IllegalStateException("on purpose");
                }
            })) {
                var handled = b.recording();
                b.connected();
                failed = trigger(a, 1);
                var others = List.of(failed, trigger(a, 2), trigger(a, 3));
                handled.awaitIds(others);
                b.awaitLifecycle(ObserverFailed.class);
            }
            var later = trigger(a, 4);

            try (var b = subscriber(db)) {
                var observed = b.recording();
                b.connected();
                observed.awaitIds(List.of(failed, later));

                assertThat(observed.events()).extracting(RethinkEvent::id).containsExactly(failed, later);
                assertThat(observed.events().get(0).redelivered()).isTrue();
                assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
            }
        }
    }

    @Test
    void anObserverThatWaitsLongBetweenAttemptsHoldsUpNothingAndIsCalledInTime(TestDb db) throws Exception {
        List<RethinkEvent> handled = new CopyOnWriteArrayList<>();
        var failedOnce = ConcurrentHashMap.<Integer>newKeySet();
        try (var a = TestApplication.on(db)
                .with("subscriber", "orders")
                .with("subscribe.buffer-size", 20)
                .with("observer.max-attempts", 2)
                .with("observer.delay", "10100ms") // half of it is left to chance; events wait at most 5 s in memory
                .with("observer.max-delay", "10100ms")
                .observing("beep", RethinkEvent.class, event -> {
                    if (failedOnce.add(event.payload(int.class))) {
                        throw new IllegalStateException("on purpose");
                    }
                    handled.add(event);
                })) {
            var others = a.recording();
            a.connected();

            var ids = new ArrayList<String>();
            for (int number = 0; number < 200; number++) {
                ids.add(trigger(a, number));
            }

            others.awaitIds(ids);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(handled).hasSize(200));
            assertThat(handled).extracting(RethinkEvent::id).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(handled).allSatisfy(event -> assertThat(event.redriven()).isFalse());
            assertThat(a.lifecycle(EventParked.class)).isEmpty();
            await().untilAsserted(() -> assertThat(a.parkedEvents()
                            .find(ParkedQuery.inState(ParkedState.HANDLED))
                            .collect(Collectors.groupingBy(ParkedEvent::attempts, Collectors.counting())))
                    .containsExactly(Map.entry(2, 200L)));
        }
    }

    private static TestApplication subscriber(TestDb db) {
        return TestApplication.on(db)
                .with("subscriber", "orders")
                .with("observer.max-attempts", 100)
                .with("observer.delay", "5s") // so that the event is not stored, but waits in memory
                .with("observer.max-delay", "5s");
    }

    private static String trigger(TestApplication a, int number) throws Exception {
        return a.emitter().trigger("beep", number).toCompletableFuture().get().id();
    }
}
