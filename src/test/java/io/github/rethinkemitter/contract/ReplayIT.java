package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.Replay;
import io.github.rethinkemitter.Replay.Outcome;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stored events are given to one observer once more. */
@ContractTest(alsoPacking = true)
@Timeout(180)
class ReplayIT {

    private static final String BEEP = "TestApplication.beep";

    private final ObservedEvents seen = new ObservedEvents();
    private final AtomicBoolean fails = new AtomicBoolean();

    private TestApplication subscriber(TestDb db) {
        return TestApplication.on(db)
                .with("subscriber", "orders")
                .with("observer.max-attempts", 2)
                .with("observer.delay", "10ms")
                .observing("beep", RethinkEvent.class, event -> {
                    seen.add(event);
                    if (fails.get() && event.payload(int.class) % 10 == 3) {
                        throw new IllegalStateException("on purpose");
                    }
                });
    }

    private static List<String> trigger(TestApplication a, String topic, int from, int to) throws Exception {
        var stages = IntStream.range(from, to)
                .mapToObj(number -> a.emitter()
                        .withKey("customer-" + number % 3)
                        .trigger(topic, number)
                        .toCompletableFuture())
                .toList();
        var ids = new ArrayList<String>();
        for (var stage : stages) {
            ids.add(stage.get().id());
        }
        return ids;
    }

    private static Outcome outcome(Replay.Running running) throws Exception {
        return running.done().toCompletableFuture().get(90, TimeUnit.SECONDS);
    }

    /** What the position says of publishers, when it has not changed for longer than it takes to be written. */
    private static JsonNode position(RawClient outside) {
        var last = new AtomicReference<JsonNode>();
        await().during(Duration.ofMillis(2500)).atMost(Duration.ofSeconds(60)).until(() -> {
            var now = outside.value("r.table('events_positions').get('orders')('state')");
            return now.equals(last.getAndSet(now));
        });
        return last.get();
    }

    @Test
    void oneObserverGetsTheEventsOnceMoreAndThePositionStays(TestDb db) throws Exception {
        var app = subscriber(db);
        var others = app.recording();
        try (var outside = db.outside()) {
            JsonNode before;
            try (var a = app.connected()) {
                var ids = trigger(a, "beep", 0, 100);
                trigger(a, "boop", 0, 10);
                others.await(110);
                seen.await(100);
                before = position(outside);

                var outcome = outcome(a.timeline().replay(TimelineQuery.all()).to(BEEP));

                assertThat(outcome).isEqualTo(new Outcome(100, 0, true));
                var replayed = seen.events().subList(100, 200);
                assertThat(replayed).extracting(RethinkEvent::id).containsExactlyInAnyOrderElementsOf(ids);
                assertThat(replayed).extracting(RethinkEvent::timestamp).isSorted();
                assertThat(replayed).allSatisfy(event -> {
                    assertThat(event.replayed()).isTrue();
                    assertThat(event.redelivered()).isTrue();
                });
                assertThat(others.events()).hasSize(110);
                assertThat(position(outside)).isEqualTo(before);
            }
            try (var a = subscriber(db).connected()) {
                var next = trigger(a, "beep", 100, 101);
                seen.awaitIds(next);
                assertThat(seen.events()).hasSize(201); // nothing was lost or is given again
                assertThat(a.lifecycle(EventsMissed.class)).isEmpty();
            }
        }
    }

    @Test
    void newEventsAreObservedWhileOthersAreReplayed(TestDb db) throws Exception {
        var app = subscriber(db);
        var others = app.recording();
        try (var a = app.connected()) {
            trigger(a, "beep", 0, 300);
            seen.await(300);
            var running = a.timeline()
                    .replay(TimelineQuery.ofTopic("beep"))
                    .perSecond(100)
                    .to(BEEP);

            var ids = trigger(a, "boop", 0, 20);

            others.awaitIds(ids);
            assertThat(running.done().toCompletableFuture()).isNotDone();
            assertThat(outcome(running)).isEqualTo(new Outcome(300, 0, true));
        }
    }

    @Test
    void whatTheObserverFailsOnIsParked(TestDb db) throws Exception {
        try (var a = subscriber(db).connected()) {
            var ids = trigger(a, "beep", 0, 20);
            seen.await(20);
            fails.set(true);

            var outcome = outcome(a.timeline().replay(TimelineQuery.all()).to(BEEP));

            assertThat(outcome).isEqualTo(new Outcome(18, 2, true));
            assertThat(seen.events()).hasSize(42); // two attempts at each of the two
            await().untilAsserted(
                            () -> assertThat(a.lifecycle(EventParked.class)).hasSize(2));
            assertThat(a.parkedEvents().find(ParkedQuery.all())).hasSize(2).allSatisfy(parked -> {
                assertThat(parked.state()).isEqualTo(ParkedState.PARKED);
                assertThat(parked.observer()).isEqualTo(BEEP);
                assertThat(parked.owner()).isEqualTo("orders");
                assertThat(parked.attempts()).isEqualTo(2);
                assertThat(List.of(ids.get(3), ids.get(13)))
                        .contains(parked.event().id());
            });

            fails.set(false); // new events of the same keys do not wait for the parked ones
            seen.awaitIds(trigger(a, "beep", 20, 30));
        }
    }

    @Test
    void withoutANameWhatTheObserverFailsOnIsGivenUp(TestDb db) throws Exception {
        try (var a = TestApplication.on(db)
                .with("observer.max-attempts", 1)
                .observing("beep", RethinkEvent.class, event -> {
                    if (event.replayed()) {
                        throw new IllegalStateException("on purpose");
                    }
                    seen.add(event);
                })
                .connected()) {
            trigger(a, "beep", 0, 5);
            seen.await(5);

            var outcome = outcome(a.timeline().replay(TimelineQuery.all()).to(BEEP));

            assertThat(outcome).isEqualTo(new Outcome(0, 5, true));
            await().untilAsserted(
                            () -> assertThat(a.lifecycle(ObserverFailed.class)).hasSize(5));
            assertThat(a.lifecycle(ObserverFailed.class))
                    .allSatisfy(failure -> assertThat(failure.nextAttempt()).isEmpty());
        }
    }

    @Test
    void aCancelledReplayGivesNoMoreEvents(TestDb db) throws Exception {
        try (var a = subscriber(db).connected()) {
            trigger(a, "beep", 0, 100);
            seen.await(100);
            var running = a.timeline().replay(TimelineQuery.all()).perSecond(20).to(BEEP);
            seen.await(103);

            running.cancel();

            var outcome = outcome(running);
            assertThat(outcome.complete()).isFalse();
            assertThat(outcome.handled())
                    .isBetween(3L, 99L)
                    .isEqualTo(seen.events().size() - 100);
        }
    }

    @Test
    void aStopEndsAReplayAndTheRestartDoesNotGoOnWithIt(TestDb db) throws Exception {
        var begun = new CountDownLatch(1);
        Outcome outcome;
        try (var a = TestApplication.on(db)
                .with("subscriber", "orders")
                .with("stop-timeout", "5s")
                .observing("beep", RethinkEvent.class, event -> {
                    if (event.replayed()) {
                        begun.countDown();
                        awaitInterrupt();
                    }
                    seen.add(event);
                })
                .connected()) {
            trigger(a, "beep", 0, 50);
            seen.await(50);
            var running = a.timeline().replay(TimelineQuery.all()).to(BEEP);
            begun.await();

            a.stop();

            assertThat(running.done().toCompletableFuture()).isDone();
            outcome = outcome(running);
            assertThat(outcome(a.timeline().replay(TimelineQuery.all()).to(BEEP)))
                    .isEqualTo(new Outcome(0, 0, false));
        }
        assertThat(outcome).isEqualTo(new Outcome(0, 0, false));
        int before = seen.events().size();
        try (var a = subscriber(db).connected()) {
            seen.awaitIds(trigger(a, "beep", 50, 51));

            assertThat(seen.events()).hasSize(before + 1);
        }
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void twoReplaysToOneObserverGiveAllEventsTwice(TestDb db) throws Exception {
        try (var a = subscriber(db).connected()) {
            trigger(a, "beep", 0, 400);
            seen.await(400);

            var first = a.timeline().replay(TimelineQuery.all()).to(BEEP);
            var second = a.timeline().replay(TimelineQuery.all().newestFirst()).to(BEEP);

            assertThat(outcome(first)).isEqualTo(new Outcome(400, 0, true));
            assertThat(outcome(second)).isEqualTo(new Outcome(400, 0, true));
            assertThat(seen.events()).hasSize(1200);
        }
    }

    @Test
    void anApplicationMayStopWhenItsReplayIsDone(TestDb db) throws Exception {
        try (var a = subscriber(db).connected()) {
            trigger(a, "beep", 0, 3);
            seen.await(3);

            var stopped =
                    a.timeline().replay(TimelineQuery.all()).to(BEEP).done().thenRun(a::stop);

            stopped.toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(seen.events()).hasSize(6);
        }
    }

    @Test
    void anObserverMayStopTheApplicationDuringAReplay(TestDb db) throws Exception {
        var application = new AtomicReference<TestApplication>();
        try (var a = TestApplication.on(db)
                .observing("beep", RethinkEvent.class, event -> {
                    if (event.replayed()) {
                        application.get().stop();
                    }
                    seen.add(event);
                })
                .connected()) {
            application.set(a);
            trigger(a, "beep", 0, 3);
            seen.await(3);

            assertThat(outcome(a.timeline().replay(TimelineQuery.all()).to(BEEP))
                            .complete())
                    .isFalse();
        }
    }

    @Test
    void aServerThatDoesNotHaveTheObserverRefusesTheReplay(TestDb db) throws Exception {
        try (var a = subscriber(db).connected();
                var b = TestApplication.on(db).started()) {
            assertThatThrownBy(() -> a.timeline().replay(TimelineQuery.all()).to("bilking"))
                    .hasMessageStartingWith("RTH0557")
                    .hasMessageEndingWith("Name one of \"" + BEEP + "\"");
            assertThatThrownBy(() -> b.timeline().replay(TimelineQuery.all()).to(BEEP))
                    .hasMessageStartingWith("RTH0557")
                    .hasMessageContaining("replay where the observer is");
        }
    }
}
