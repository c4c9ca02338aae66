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

/** A subscriber with a name continues after a restart where it stopped. */
@ContractTest(alsoPacking = true)
class LastingPositionIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private RawClient outside;

    @BeforeEach
    void createTable(TestDb db) {
        outside = db.createEvents().outside();
    }

    @AfterEach
    void closeClient() {
        outside.close();
    }

    @Test
    void aRestartedSubscriberContinuesWhereItStopped(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            runUntilObserved(
                    namedSubscriber(db),
                    () -> TriggeredEvents.byThreads(a.emitter(), 2, 50).acknowledged());
            var during = TriggeredEvents.byThreads(a.emitter(), 2, 100).acknowledged();

            try (var b = namedSubscriber(db)) {
                var observed = b.recording();
                b.connected();
                var after = TriggeredEvents.byThreads(a.emitter(), 2, 50).acknowledged();
                observed.awaitIds(after);

                assertThat(ids(observed)).containsExactlyInAnyOrderElementsOf(concat(during, after));
                observed.assertOnceAndInOrder();
                assertThat(observed.events()).noneMatch(RethinkEvent::redelivered);
                assertThat(b.awaitLifecycle(CaughtUp.class).count()).isEqualTo(200);
                assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
            }
        }
    }

    @Test
    void eachOfSeveralRestartsContinuesWhereTheLastStopped(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            runUntilObserved(namedSubscriber(db), List::of);
            for (int restart = 1; restart <= 3; restart++) {
                var before = TriggeredEvents.byThreads(a.emitter(), 2, 20).acknowledged();
                var observed = runUntilObserved(namedSubscriber(db), () -> before);

                assertThat(ids(observed)).containsExactlyInAnyOrderElementsOf(before);
            }
        }
    }

    @Test
    void aRestartContinuesBetweenDocumentsOfNodeToo(TestDb db) throws Exception {
        var before =
                runUntilObserved(namedSubscriber(db), () -> List.of(store("one", "r.now()"), store("two", "r.now()")));
        var during = store("three", "r.now()");

        var after = runUntilObserved(namedSubscriber(db), () -> List.of(during, store("four", "r.now()")));

        assertThat(before.topics()).containsExactly("one", "two");
        assertThat(after.topics()).containsExactly("three", "four");
        assertThat(after.events()).noneMatch(RethinkEvent::redelivered);
    }

    @Test
    void aRestartWithoutNewEventsRepeatsNothing(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            runUntilObserved(
                    namedSubscriber(db),
                    () -> concat(
                            TriggeredEvents.byThreads(a.emitter(), 2, 20).acknowledged(),
                            List.of(store("node", "r.now()"))));

            try (var b = namedSubscriber(db)) {
                var observed = b.recording();
                b.connected();

                assertThat(b.awaitLifecycle(CaughtUp.class).count()).isZero();
                assertThat(observed.events()).isEmpty();
            }
        }
    }

    @Test
    void startEarliestObservesAllStoredEvents(TestDb db) throws Exception {
        var node = List.of(
                store("old", "r.iso8601('1999-01-01T00:00:00Z')"),
                store("of yesterday", "r.now().sub(86400)"),
                store("new", "r.now()"));
        try (var a = TestApplication.on(db).connected();
                var b = namedSubscriber(db).with("start", "earliest")) {
            var ours = TriggeredEvents.byThreads(a.emitter(), 2, 20).acknowledged();
            var observed = b.recording();
            b.connected();

            observed.awaitIds(concat(node, ours));
            observed.assertOnceAndInOrder();
            assertThat(observed.topics()).startsWith("old", "of yesterday");
            assertThat(b.awaitLifecycle(CaughtUp.class).count()).isEqualTo(43);
        }
    }

    @Test
    void startAtAnInstantObservesNoOlderEvents(TestDb db) throws Exception {
        store("older", "r.iso8601('2020-06-01T11:59:59.999Z')");
        var then = store("then", "r.iso8601('2020-06-01T12:00:00Z')");
        var later = store("later", "r.now()");

        var observed =
                runUntilObserved(namedSubscriber(db).with("start", "2020-06-01T12:00:00Z"), () -> List.of(then, later));

        assertThat(observed.topics()).containsExactly("then", "later");
    }

    @Test
    void aSavedPositionCountsMoreThanTheOptionStart(TestDb db) throws Exception {
        store("before", "r.now().sub(10)");
        var first = runUntilObserved(namedSubscriber(db).with("start", "now"), List::of);
        var during = store("during", "r.now()");

        var second = runUntilObserved(namedSubscriber(db).with("start", "earliest"), () -> List.of(during));

        assertThat(first.topics()).isEmpty();
        assertThat(second.topics()).containsExactly("during");
    }

    @Test
    void aSubscriberWithoutANameObservesOnlyNewEventsAfterARestart(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            runUntilObserved(
                    TestApplication.on(db),
                    () -> TriggeredEvents.byThreads(a.emitter(), 2, 10).acknowledged());
            TriggeredEvents.byThreads(a.emitter(), 2, 10);
            store("during", "r.now()");

            var after = new ArrayList<String>();
            var observed = runUntilObserved(TestApplication.on(db), () -> {
                after.addAll(TriggeredEvents.byThreads(a.emitter(), 2, 10).acknowledged());
                return after;
            });

            assertThat(ids(observed)).containsExactlyInAnyOrderElementsOf(after);
        }
    }

    @Test
    void eventsNotHandledBeforeTheStopAreObservedAfterTheRestart(TestDb db) throws Exception {
        var gate = new CountDownLatch(1);
        List<String> sent = new ArrayList<>();
        try (var a = TestApplication.on(db).connected()) {
            var held = new CountDownLatch(1);
            try (var b = namedSubscriber(db)
                    .with("stop-timeout", "500ms")
                    .observing("hold", Integer.class, number -> blockUntil(held, gate))) {
                b.connected();
                sent.add(trigger(a, "pass", 1));
                for (int i = 2; i <= 10; i++) {
                    sent.add(trigger(a, "hold", i));
                }
                assertThat(held.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }

            var observed = runUntilObserved(namedSubscriber(db), () -> sent.subList(1, 10));

            assertThat(ids(observed)).containsExactlyElementsOf(sent.subList(1, 10));
        }
    }

    @Test
    void aLongBacklogIsReadInSlicesAlthoughTheConnectionBreaks(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("durability", "soft").connected()) {
            runUntilObserved(namedSubscriber(db), List::of);
            var during = new ArrayList<String>();
            for (int i = 0; i < 5; i++) {
                during.addAll(TriggeredEvents.byThreads(a.emitter(), 2, 300).acknowledged());
                during.add(store("node", "r.now()"));
            }

            try (var b = namedSubscriber(db).with("subscribe.buffer-size", 50)) {
                var observed = b.recording();
                var interrupted = new CountDownLatch(700);
                b.observing("load", RethinkEvent.class, event -> {
                            interrupted.countDown();
                            if (interrupted.getCount() == 1) {
                                db.server().dropConnections();
                            }
                        })
                        .connected();

                observed.awaitIds(during);
                assertThat(interrupted.getCount()).isZero();
                assertThat(ids(observed)).containsExactlyInAnyOrderElementsOf(during);
                observed.assertOnceAndInOrder();
                assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
            }
        }
    }

    @Test
    void ofTwoSubscribersWithOneNameTheOlderIsWarnedAndBothContinue(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected();
                var older = namedSubscriber(db);
                var younger = namedSubscriber(db)) {
            var atOlder = older.recording();
            var atYounger = younger.recording();
            older.connected();
            younger.connected();

            var first = TriggeredEvents.byThreads(a.emitter(), 2, 10).acknowledged();
            var error = older.awaitLifecycle(EmitterError.class);
            var second = TriggeredEvents.byThreads(a.emitter(), 2, 10).acknowledged();

            assertThat(error.phase()).isEqualTo(EmitterError.Phase.SUBSCRIBE);
            assertThat(error.cause()).hasMessageContainingAll("RTH0311", "\"orders\"", "rethink.emitter.subscriber");
            for (var observed : List.of(atOlder, atYounger)) {
                observed.awaitIds(first);
                observed.awaitIds(second);
                observed.assertOnceAndInOrder();
            }
            assertThat(older.lifecycle(EmitterError.class)).hasSize(1);
            assertThat(younger.lifecycle(EmitterError.class)).isEmpty();
        }
    }

    private TestApplication namedSubscriber(TestDb db) {
        return TestApplication.on(db).with("subscriber", "orders");
    }

    /** Starts the application, waits until these events were observed, and stops the application. */
    private static ObservedEvents runUntilObserved(TestApplication application, EventIds events) throws Exception {
        try (application) {
            var observed = application.recording();
            application.connected();
            observed.awaitIds(events.get());
            return observed;
        }
    }

    private interface EventIds {
        List<String> get() throws Exception;
    }

    /** Stores an event as the Node library does and returns its id. */
    private String store(String topic, String ts) {
        return outside.value("r.table('events').insert({args: ['" + topic + "'], ts: " + ts + "})('generated_keys')(0)")
                .asText();
    }

    private static String trigger(TestApplication a, String topic, int number) throws Exception {
        return a.emitter()
                .trigger(topic, number)
                .toCompletableFuture()
                .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .id();
    }

    private static List<String> ids(ObservedEvents observed) {
        return observed.events().stream().map(RethinkEvent::id).toList();
    }

    private static List<String> concat(List<String> one, List<String> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static void blockUntil(CountDownLatch held, CountDownLatch gate) {
        held.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted by the stop", e);
        }
    }
}
