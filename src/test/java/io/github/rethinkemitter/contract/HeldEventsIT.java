package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.Redrive;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Later events of a key wait for an earlier one on which their observer failed. */
@ContractTest(alsoPacking = true)
@Timeout(180)
class HeldEventsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Set<Integer> failing = ConcurrentHashMap.newKeySet();
    private final List<RethinkEvent> handled = new CopyOnWriteArrayList<>();

    private TestApplication subscriber(TestDb db) {
        return TestApplication.on(db)
                .with("subscriber", "orders")
                .with("observer.then", "hold")
                .with("observer.max-attempts", 2)
                .with("observer.delay", "10ms")
                .observing("beep", RethinkEvent.class, event -> {
                    if (failing.contains(event.payload(int.class))) {
                        throw new IllegalStateException("on purpose");
                    }
                    handled.add(event);
                });
    }

    // Number n has the key k0, k1 or k2.
    private static void trigger(TestApplication a, int from, int to) throws Exception {
        var stages = IntStream.range(from, to)
                .mapToObj(number -> a.emitter()
                        .withKey("k" + number % 3)
                        .trigger("beep", number)
                        .toCompletableFuture())
                .toList();
        for (var stage : stages) {
            stage.get();
        }
    }

    private List<Integer> handledOf(int key) {
        return handled.stream()
                .map(event -> event.payload(int.class))
                .filter(number -> number % 3 == key)
                .toList();
    }

    private static List<Integer> numbers(int key, int from, int to) {
        return IntStream.range(from, to)
                .filter(number -> number % 3 == key)
                .boxed()
                .toList();
    }

    private static void awaitCount(ParkedEvents parked, ParkedState state, int count) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(parked.count(ParkedQuery.inState(state)))
                        .as("%s", state)
                        .isEqualTo(count));
    }

    @Test
    void theOrderOfAKeyIsKeptOverParkingRestartAndRedriving(TestDb db) throws Exception {
        failing.add(4);
        try (var a = TestApplication.on(db).started()) {
            try (var b = subscriber(db).connected()) {
                trigger(a, 0, 30);
                awaitCount(b.parkedEvents(), ParkedState.PARKED, 1);
                awaitCount(b.parkedEvents(), ParkedState.HELD, 8); // 7, 10 … 28
                await().untilAsserted(() -> {
                    assertThat(handledOf(0)).isEqualTo(numbers(0, 0, 30));
                    assertThat(handledOf(2)).isEqualTo(numbers(2, 0, 30));
                });
                assertThat(handledOf(1)).containsExactly(1);
            }
            trigger(a, 30, 60);
            try (var b = subscriber(db).connected()) {
                trigger(a, 60, 90);
                awaitCount(b.parkedEvents(), ParkedState.HELD, 28);
                assertThat(handledOf(1)).containsExactly(1);
                failing.clear();

                assertThat(b.parkedEvents().by("alice").redrive(ParkedQuery.all(), Redrive.all()))
                        .isEqualTo(1);

                await().atMost(TIMEOUT)
                        .untilAsserted(() -> assertThat(handledOf(1)).hasSize(30));
                assertThat(handledOf(1)).isEqualTo(numbers(1, 0, 90));
                assertThat(handledOf(0)).isEqualTo(numbers(0, 0, 90));
                assertThat(handled)
                        .filteredOn(event -> event.payload(int.class) == 7)
                        .allSatisfy(event -> assertThat(event.redriven()).isTrue());
                trigger(a, 90, 93); // nobody waits any more
                await().atMost(TIMEOUT)
                        .untilAsserted(() -> assertThat(handledOf(1)).hasSize(31));
                assertThat(b.parkedEvents().count(ParkedQuery.all())).isZero();
            }
        }
    }

    @Test
    void aFailureInTheMiddleOfTheRedriveHoldsTheOthersBack(TestDb db) throws Exception {
        failing.addAll(List.of(1, 10));
        try (var a = subscriber(db).connected()) {
            trigger(a, 0, 21);
            awaitCount(a.parkedEvents(), ParkedState.HELD, 6);
            failing.remove(1);

            a.parkedEvents().redrive(ParkedQuery.all(), Redrive.all());

            await().atMost(TIMEOUT)
                    .untilAsserted(
                            () -> assertThat(a.lifecycle(EventParked.class)).hasSize(2));
            assertThat(handledOf(1)).containsExactly(1, 4, 7);
            awaitCount(a.parkedEvents(), ParkedState.PARKED, 1);
            awaitCount(a.parkedEvents(), ParkedState.HELD, 3);
            failing.clear();
            a.parkedEvents().redrive(ParkedQuery.all(), Redrive.all());
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(handledOf(1)).hasSize(7));
            assertThat(handledOf(1)).isEqualTo(numbers(1, 0, 21));
        }
    }

    @Test
    void whenTheParkedOneIsDiscardedTheOthersFollow(TestDb db) throws Exception {
        failing.add(1);
        try (var a = TestApplication.on(db).started();
                var b = subscriber(db).connected()) {
            trigger(a, 0, 12);
            awaitCount(a.parkedEvents(), ParkedState.HELD, 3);

            a.parkedEvents().discard(b.awaitLifecycle(EventParked.class).parkedId(), "never mind");

            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(handledOf(1)).hasSize(3));
            assertThat(handledOf(1)).containsExactly(4, 7, 10);
        }
    }

    @Test
    void eventsWithoutAKeyWaitBehindThoseOfTheirPublisher(TestDb db) throws Exception {
        failing.add(1);
        try (var a = TestApplication.on(db).started();
                var b = subscriber(db).connected();
                var c = TestApplication.on(db).started()) {
            for (int number = 0; number < 5; number++) {
                a.emitter().trigger("beep", number).toCompletableFuture().get();
            }
            c.emitter().trigger("beep", 100).toCompletableFuture().get();
            awaitCount(b.parkedEvents(), ParkedState.HELD, 3);
            await().untilAsserted(() -> assertThat(handled)
                    .extracting(event -> event.payload(int.class))
                    .containsExactly(0, 100));
            failing.clear();

            b.parkedEvents().redrive(ParkedQuery.all(), Redrive.all());

            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(handled)
                            .extracting(event -> event.payload(int.class))
                            .containsExactly(0, 100, 1, 2, 3, 4));
        }
    }

    @Test
    void whileAnEventIsTriedAgainLaterOnesOfItsKeyWaitInMemory(TestDb db) throws Exception {
        var calls = new ConcurrentHashMap<Integer, Integer>();
        try (var a = TestApplication.on(db)
                .with("observer.delay", "200ms")
                .observingAsync("beep", RethinkEvent.class, event -> {
                    int number = event.payload(int.class);
                    if (number % 10 == 4 && calls.merge(number, 1, Integer::sum) < 3) {
                        throw new IllegalStateException("on purpose");
                    }
                    handled.add(event);
                })
                .connected()) {
            trigger(a, 0, 60);

            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(handled).hasSize(60));
            for (int key = 0; key < 3; key++) {
                assertThat(handledOf(key)).isEqualTo(numbers(key, 0, 60));
            }
        }
    }
}
