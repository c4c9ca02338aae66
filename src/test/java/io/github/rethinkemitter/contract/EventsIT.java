package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.CaughtUp;
import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.ObserverReturned;
import io.github.rethinkemitter.ObserverStuck;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What servers with one table can rely on while nothing fails. */
@ContractTest(alsoPacking = true)
class EventsIT {

    public record Order(int number, String customer, List<String> items, Instant at) {}

    @Test
    void everyServerObservesWhatAnyServerTriggers(TestDb db) throws Exception {
        var order = new Order(7, "Ünïcode \uD83D\uDE80", List.of("tea", "milk"), Instant.parse("2026-01-02T03:04:05Z"));
        List<Order> atA = new CopyOnWriteArrayList<>();
        List<Order> atB = new CopyOnWriteArrayList<>();
        try (var a = TestApplication.on(db)
                        .observing("order.placed", Order.class, atA::add)
                        .connected();
                var b = TestApplication.on(db)
                        .observing("order.*", Order.class, atB::add)
                        .connected()) {

            a.emitter().trigger("order.placed", order).toCompletableFuture().get();
            b.emitter().trigger("order.placed", order).toCompletableFuture().get();
            b.emitter().trigger("unrelated", order).toCompletableFuture().get();

            await().untilAsserted(() -> {
                assertThat(atA).containsExactly(order, order);
                assertThat(atB).containsExactly(order, order);
            });
        }
    }

    @Test
    void aReceiptHasTheIdAndTheTimeOfTheStoredEvent(TestDb db) throws Exception {
        try (var a = TestApplication.on(db);
                var outside = db.outside()) {
            var observed = a.recording();
            a.connected();

            var receipt = a.emitter()
                    .withHeaders(Map.of("trace", "t-1"))
                    .trigger("beep", "boop", 2, (Object) null)
                    .toCompletableFuture()
                    .get();

            var row = outside.value(
                    "r.table('events').get('" + receipt.id() + "').merge({ts: r.row('ts').toEpochTime()})");
            assertThat(row.get("args").toString()).isEqualTo("[\"beep\",\"boop\",2,null]");
            assertThat(row.get("seq").asLong()).isEqualTo(1);
            assertThat(Math.round(row.get("ts").asDouble() * 1000))
                    .isEqualTo(receipt.storedAt().toEpochMilli());
            RethinkEvent event = observed.await(1).get(0);
            assertThat(event.id()).isEqualTo(receipt.id());
            assertThat(event.timestamp()).isEqualTo(receipt.storedAt());
            assertThat(event.args()).containsExactly("boop", 2L, null);
            assertThat(event.headers()).containsExactly(Map.entry("trace", "t-1"));
            assertThat(event.replayed()).isFalse();
        }
    }

    @Test
    void eventsOfManyThreadsArriveOnceAndInTheOrderOfEachThread(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("durability", "soft");
                var b = TestApplication.on(db).with("durability", "soft")) {
            var atA = a.recording();
            var atB = b.recording();
            a.connected();
            b.connected();

            var ofA = TriggeredEvents.byThreads(a.emitter(), 4, 250);
            var ofB = TriggeredEvents.byThreads(b.emitter(), 4, 250);
            var all = new ArrayList<>(ofA.acknowledged());
            all.addAll(ofB.acknowledged());

            assertThat(all).hasSize(2000);
            for (var observed : List.of(atA, atB)) {
                observed.awaitIds(all);
                observed.assertOnceAndInOrder();
                TriggeredEvents.assertOrderOfEachThread(observed.events());
                assertThat(observed.events()).hasSize(2000);
            }
        }
    }

    // The table looks like this when a publisher's connection was cut between two inserts.
    @Test
    void eventsThatAPublisherMayStillRepeatAreWaitedForAndOtherPublishersAreNot(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("order-wait", "0s").with("subscribe.buffer-size", 1);
                var outside = db.outside()) {
            var observed = a.recording();
            a.connected();

            outside.value("r.table('events').insert({args: ['first'], ts: r.now(), src: 'x', seq: 1, settled: 0})");
            outside.value("r.table('events').insert({args: ['third'], ts: r.now(), src: 'x', seq: 3, settled: 1})");
            outside.value("r.table('events').insert({args: ['fourth'], ts: r.now(), src: 'x', seq: 4})");
            outside.value("r.table('events').insert({args: ['other'], ts: r.now()})");
            observed.await(2);
            outside.value("r.table('events').insert({args: ['second'], ts: r.now(), src: 'x', seq: 2, settled: 1})");

            observed.await(5);
            assertThat(observed.topics()).containsExactly("first", "other", "second", "third", "fourth");
            assertThat(a.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    @Test
    void missingEventsThatTheirPublisherWillNotRepeatAreReportedAndNotWaitedFor(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("order-wait", "0s");
                var outside = db.outside()) {
            var observed = a.recording();
            a.connected();

            outside.value("r.table('events').insert({args: ['first'], ts: r.now(), src: 'x', seq: 1, settled: 0})");
            outside.value("r.table('events').insert({args: ['third'], ts: r.now(), src: 'x', seq: 3, settled: 2})");

            observed.await(2);
            assertThat(observed.topics()).containsExactly("first", "third");
            await().untilAsserted(() -> assertThat(a.lifecycle(EventsMissed.class))
                    .singleElement()
                    .satisfies(missed -> assertThat(missed.count()).isEqualTo(1)));
        }
    }

    @Test
    void aServerWithoutLoopbackDoesNotObserveItsOwnEvents(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("loopback", false);
                var b = TestApplication.on(db)) {
            var atA = a.recording();
            a.connected();
            b.connected();

            a.emitter().trigger("mine").toCompletableFuture().get();
            b.emitter().trigger("yours").toCompletableFuture().get();

            atA.await(1);
            assertThat(atA.topics()).containsExactly("yours");
        }
    }

    @Test
    void aServerDoesNotObserveEventsThatWereStoredBeforeItsFirstStart(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            a.emitter().trigger("before").toCompletableFuture().get();

            try (var b = TestApplication.on(db)) {
                var atB = b.recording();
                b.connected();
                a.emitter().trigger("after").toCompletableFuture().get();

                atB.await(1);
                assertThat(atB.topics()).containsExactly("after");
                assertThat(b.lifecycle()).containsOnlyOnce(new Connected(""));
                assertThat(b.lifecycle(CaughtUp.class)).isEmpty();
            }
        }
    }

    @Test
    void anObserverThatFailsDoesNotKeepTheEventFromOthers(TestDb db) throws Exception {
        List<String> texts = new CopyOnWriteArrayList<>();
        try (var a = TestApplication.on(db)
                .with("observer.max-attempts", 1)
                .observing("beep", String.class, payload -> {
                    throw new IllegalStateException("on purpose");
                })
                .observing("beep", Integer.class, payload -> texts.add("a number from a text"))
                .observing("beep", String.class, texts::add)
                .connected()) {

            a.emitter().trigger("beep", "one").toCompletableFuture().get();
            a.emitter().trigger("beep", "two").toCompletableFuture().get();

            await().untilAsserted(() -> assertThat(texts).containsExactly("one", "two"));
            await().untilAsserted(
                            () -> assertThat(a.lifecycle(ObserverFailed.class)).hasSize(4));
        }
    }

    @Test
    void anObserverThatHangsDoesNotDelayOthersAndGetsItsEventsLater(TestDb db) throws Exception {
        List<Integer> blocked = new CopyOnWriteArrayList<>();
        List<Integer> others = new CopyOnWriteArrayList<>();
        List<Integer> all = IntStream.range(0, 20).boxed().toList();
        var gate = new CountDownLatch(1);
        try (var a = TestApplication.on(db)
                .with("observer.warn-after", "100ms")
                .with("subscribe.buffer-size", 20)
                .observing("beep", Integer.class, number -> {
                    blocked.add(number);
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .observing("**", Integer.class, others::add)
                .connected()) {

            for (int number : all) {
                a.emitter().trigger("beep", number).toCompletableFuture().get();
            }
            a.awaitLifecycle(ObserverStuck.class);
            for (int number : all) {
                a.emitter().trigger("boop", number).toCompletableFuture().get();
            }

            await().untilAsserted(() -> assertThat(others).hasSize(40).endsWith(all.toArray(Integer[]::new)));
            assertThat(blocked).containsExactly(0);
            gate.countDown();
            await().untilAsserted(() -> assertThat(blocked).isEqualTo(all));
            a.awaitLifecycle(ObserverReturned.class);
        }
    }

    @Test
    void killDropsQueuedEventsAndFlushWaitsForThem(TestDb db) throws Exception {
        try (var a = TestApplication.on(db)) {
            db.server().network().refuse();
            a.started();
            var lost = a.emitter().trigger("lost");
            assertThat(a.emitter().flush(Duration.ofMillis(50))).isFalse();

            assertThat(a.emitter().kill()).isEqualTo(1);
            var kept = a.emitter().trigger("kept");
            db.server().network().accept();

            assertThat(a.emitter().flush(Duration.ofSeconds(60))).isTrue();
            assertThat(lost.toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(1))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(EventDroppedException.class);
            assertThat(kept.toCompletableFuture()).isCompleted();
        }
    }

    @Test
    void eventsThatAreNotPersistentAreDeleted(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("persist", false).with("ephemeral-grace", "1s");
                var outside = db.outside()) {
            var observed = a.recording();
            a.connected();
            outside.value("r.table('events').insert({args: ['kept'], ts: r.now()})");

            a.emitter().trigger("gone", 1).toCompletableFuture().get();
            a.emitter().trigger("gone", 2).toCompletableFuture().get();

            observed.await(3);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> outside.value("r.table('events').count()").asInt() == 1);
            assertThat(outside.value("r.table('events').nth(0)('args')").toString())
                    .isEqualTo("[\"kept\"]");
            observed.assertOnceAndInOrder();
        }
    }
}
