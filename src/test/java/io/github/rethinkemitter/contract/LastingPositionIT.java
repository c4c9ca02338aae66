package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.CaughtUp;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A subscriber with a name goes on after a restart where it stopped. */
@ContractTest
class LastingPositionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private RawClient outside;

    @BeforeEach
    void createTable(TestDb db) {
        db.create().createTable("events");
        outside = db.outside();
        outside.value("r.table('events').indexCreate('ts')");
        outside.value("r.table('events').indexWait('ts')");
    }

    @AfterEach
    void closeClient() {
        outside.close();
    }

    @Test
    void aRestartGoesOnWhereItStopped(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            observed(named(db), () -> TriggeredEvents.fromThreads(a.emitter(), 2, 50).acknowledged());
            var during = TriggeredEvents.fromThreads(a.emitter(), 2, 100).acknowledged();

            try (var b = named(db)) {
                var seen = b.recording();
                b.connected();
                var after = TriggeredEvents.fromThreads(a.emitter(), 2, 50).acknowledged();
                seen.awaitIds(after);

                assertThat(ids(seen)).containsExactlyInAnyOrderElementsOf(joined(during, after));
                seen.assertOnceAndInOrder();
                assertThat(seen.events()).noneMatch(RethinkEvent::redelivered);
                assertThat(b.awaitLifecycle(CaughtUp.class).count()).isEqualTo(200);
                assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
            }
        }
    }

    @Test
    void soDoesOneThatWasAwayForSeveralRestarts(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            observed(named(db), List::of);
            for (int restart = 1; restart <= 3; restart++) {
                var before = TriggeredEvents.fromThreads(a.emitter(), 2, 20).acknowledged();
                var seen = observed(named(db), () -> before);

                assertThat(ids(seen)).containsExactlyInAnyOrderElementsOf(before);
            }
        }
    }

    @Test
    void documentsOfNodeAreGoneOnWithToo(TestDb db) throws Exception {
        var before = observed(named(db), () -> List.of(stored("one", "r.now()"), stored("two", "r.now()")));
        var during = stored("three", "r.now()");

        var after = observed(named(db), () -> List.of(during, stored("four", "r.now()")));

        assertThat(before.topics()).containsExactly("one", "two");
        assertThat(after.topics()).containsExactly("three", "four");
        assertThat(after.events()).noneMatch(RethinkEvent::redelivered);
    }

    @Test
    void anOrderlyRestartWithNothingNewRepeatsNothing(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            observed(
                    named(db),
                    () -> joined(
                            TriggeredEvents.fromThreads(a.emitter(), 2, 20).acknowledged(),
                            List.of(stored("node", "r.now()"))));

            try (var b = named(db)) {
                var seen = b.recording();
                b.connected();

                assertThat(b.awaitLifecycle(CaughtUp.class).count()).isZero();
                assertThat(seen.events()).isEmpty();
            }
        }
    }

    @Test
    void fromTheEarliestAllThatIsStoredIsObserved(TestDb db) throws Exception {
        var node = List.of(
                stored("old", "r.iso8601('1999-01-01T00:00:00Z')"),
                stored("of yesterday", "r.now().sub(86400)"),
                stored("new", "r.now()"));
        try (var a = TestApplication.on(db).connected();
                var b = named(db).with("start", "earliest")) {
            var ours = TriggeredEvents.fromThreads(a.emitter(), 2, 20).acknowledged();
            var seen = b.recording();
            b.connected();

            seen.awaitIds(joined(node, ours));
            seen.assertOnceAndInOrder();
            assertThat(seen.topics()).startsWith("old", "of yesterday");
            assertThat(b.awaitLifecycle(CaughtUp.class).count()).isEqualTo(43);
        }
    }

    @Test
    void fromAnInstantOnlyWhatIsNotOlderIsObserved(TestDb db) throws Exception {
        stored("older", "r.iso8601('2020-06-01T11:59:59.999Z')");
        var then = stored("then", "r.iso8601('2020-06-01T12:00:00Z')");
        var later = stored("later", "r.now()");

        var seen = observed(named(db).with("start", "2020-06-01T12:00:00Z"), () -> List.of(then, later));

        assertThat(seen.topics()).containsExactly("then", "later");
    }

    @Test
    void thePositionCountsForMoreThanTheStart(TestDb db) throws Exception {
        stored("before", "r.now().sub(10)");
        var first = observed(named(db).with("start", "now"), List::of);
        var during = stored("during", "r.now()");

        var second = observed(named(db).with("start", "earliest"), () -> List.of(during));

        assertThat(first.topics()).isEmpty();
        assertThat(second.topics()).containsExactly("during");
    }

    @Test
    void withoutANameARestartBeginsNow(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            observed(
                    TestApplication.on(db),
                    () -> TriggeredEvents.fromThreads(a.emitter(), 2, 10).acknowledged());
            TriggeredEvents.fromThreads(a.emitter(), 2, 10);
            stored("during", "r.now()");

            var after = new ArrayList<String>();
            var seen = observed(TestApplication.on(db), () -> {
                after.addAll(TriggeredEvents.fromThreads(a.emitter(), 2, 10).acknowledged());
                return after;
            });

            assertThat(ids(seen)).containsExactlyInAnyOrderElementsOf(after);
        }
    }

    @Test
    void whatObserversHadNotHandledAtTheStopComesAgain(TestDb db) throws Exception {
        var gate = new CountDownLatch(1);
        List<String> sent = new ArrayList<>();
        try (var a = TestApplication.on(db).connected()) {
            var held = new CountDownLatch(1);
            try (var b = named(db)
                    .with("stop-timeout", "500ms")
                    .observing("hold", Integer.class, number -> awaitGate(held, gate))) {
                b.connected();
                sent.add(id(a, "pass", 1));
                for (int i = 2; i <= 10; i++) {
                    sent.add(id(a, "hold", i));
                }
                assertThat(held.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }

            var seen = observed(named(db), () -> sent.subList(1, 10));

            assertThat(ids(seen)).containsExactlyElementsOf(sent.subList(1, 10));
        }
    }

    @Test
    void aLongBacklogIsReadInSlicesWhateverInterruptsIt(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("durability", "soft").connected()) {
            observed(named(db), List::of);
            var during = new ArrayList<String>();
            for (int i = 0; i < 5; i++) {
                during.addAll(TriggeredEvents.fromThreads(a.emitter(), 2, 300).acknowledged());
                during.add(stored("node", "r.now()"));
            }

            try (var b = named(db).with("subscribe.buffer-size", 50)) {
                var seen = b.recording();
                var interrupted = new CountDownLatch(700);
                b.observing("load", RethinkEvent.class, event -> {
                            interrupted.countDown();
                            if (interrupted.getCount() == 1) {
                                db.server().dropConnections();
                            }
                        })
                        .connected();

                seen.awaitIds(during);
                assertThat(interrupted.getCount()).isZero();
                assertThat(ids(seen)).containsExactlyInAnyOrderElementsOf(during);
                seen.assertOnceAndInOrder();
                assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
            }
        }
    }

    @Test
    void ofTwoWithOneNameTheOlderIsToldAndBothGoOn(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected();
                var older = named(db);
                var younger = named(db)) {
            var atOlder = older.recording();
            var atYounger = younger.recording();
            older.connected();
            younger.connected();

            var first = TriggeredEvents.fromThreads(a.emitter(), 2, 10).acknowledged();
            var error = older.awaitLifecycle(EmitterError.class);
            var second = TriggeredEvents.fromThreads(a.emitter(), 2, 10).acknowledged();

            assertThat(error.phase()).isEqualTo(EmitterError.Phase.SUBSCRIBE);
            assertThat(error.cause()).hasMessageContainingAll("RTH0311", "\"orders\"", "rethink.emitter.subscriber");
            for (var seen : List.of(atOlder, atYounger)) {
                seen.awaitIds(first);
                seen.awaitIds(second);
                seen.assertOnceAndInOrder();
            }
            assertThat(older.lifecycle(EmitterError.class)).hasSize(1);
            assertThat(younger.lifecycle(EmitterError.class)).isEmpty();
        }
    }

    private TestApplication named(TestDb db) {
        return TestApplication.on(db).with("subscriber", "orders");
    }

    /** Starts, waits until these events were observed, and stops. */
    private static ObservedEvents observed(TestApplication application, Events events) throws Exception {
        try (application) {
            var seen = application.recording();
            application.connected();
            seen.awaitIds(events.ids());
            return seen;
        }
    }

    private interface Events {
        List<String> ids() throws Exception;
    }

    /** What Node would store. */
    private String stored(String topic, String ts) {
        return outside.value("r.table('events').insert({args: ['" + topic + "'], ts: " + ts + "})('generated_keys')(0)")
                .asText();
    }

    private static String id(TestApplication a, String topic, int number) throws Exception {
        return a.emitter()
                .trigger(topic, number)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .id();
    }

    private static List<String> ids(ObservedEvents seen) {
        return seen.events().stream().map(RethinkEvent::id).toList();
    }

    private static List<String> joined(List<String> one, List<String> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static void awaitGate(CountDownLatch held, CountDownLatch gate) {
        held.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted by the stop", e);
        }
    }
}
