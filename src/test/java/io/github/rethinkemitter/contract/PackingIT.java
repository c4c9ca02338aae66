package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.CaughtUp;
import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.process.JavaProcess;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that are stored together in one document are observed as if each had a document of its own. */
@ContractTest
class PackingIT {

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

    private static TestApplication packing(TestDb db) {
        return TestApplication.on(db).with("publish.pack", "auto");
    }

    private static TestApplication namedSubscriber(TestDb db) {
        return TestApplication.on(db).with("subscriber", "orders");
    }

    private int count(String documents) {
        return outside.value("r.table('events')" + documents + ".count()").asInt();
    }

    private static List<String> ids(ObservedEvents observed) {
        return observed.events().stream().map(RethinkEvent::id).toList();
    }

    @Test
    void eventsThatWaitTogetherAreAFewDocumentsAndAreObservedOnceAndInOrder(TestDb db) throws Exception {
        try (var a = packing(db);
                var b = TestApplication.on(db)) {
            var atA = a.recording();
            var atB = b.recording();
            b.connected();

            var sent = WaitingEvents.store(db, a, 1500);

            for (var observed : List.of(atA, atB)) {
                observed.awaitIds(sent);
                assertThat(ids(observed)).containsExactlyElementsOf(sent);
                observed.assertOnceAndInOrder();
                TriggeredEvents.assertOrderOfEachThread(observed.events());
            }
            assertThat(count("")).isLessThan(10);
            assertThat(outside.value("r.table('events').sum('n')").asInt()).isGreaterThan(1400);
        }
    }

    @Test
    void eachEventHasItsHeadersAndTheTimeOfItsReceipt(TestDb db) throws Exception {
        try (var a = packing(db)) {
            var observed = a.recording();
            var stages = WaitingEvents.trigger(
                    db,
                    a,
                    30,
                    (emitter, number) -> (number % 3 == 0 ? emitter : emitter.withHeaders(headers(number)))
                            .trigger("topic " + number % 2, number));

            observed.await(30);
            assertThat(count(".filter({v: 2})")).isPositive();
            for (int number = 0; number < 30; number++) {
                var receipt = stages.get(number).toCompletableFuture().get();
                RethinkEvent event = observed.events().get(number);
                assertThat(event.id()).isEqualTo(receipt.id());
                assertThat(event.timestamp()).isEqualTo(receipt.storedAt());
                assertThat(event.topic()).isEqualTo("topic " + number % 2).isEqualTo(receipt.topic());
                assertThat(event.headers()).isEqualTo(headers(number));
                assertThat(event.replayed()).isFalse();
                assertThat(event.redelivered()).isFalse();
            }
        }
    }

    private static Map<String, String> headers(int number) {
        return number % 3 == 0 ? Map.of() : Map.of("number \"" + number, "\\ü\u2028\ud83d\ude80" + number);
    }

    @Test
    void valuesArriveAsTheyDoWhenEachEventIsADocument(TestDb db) throws Exception {
        var deep =
                new HashMap<String, Object>(Map.of("\u0000\\\"", List.of(List.of(), Map.of()), "$reql_type$", "TIME"));
        deep.put("none", null);
        List<Object> values = Arrays.asList(
                null,
                true,
                (1L << 53) + 1,
                new double[] {-0.0, Double.MIN_VALUE},
                new BigDecimal("19.90"),
                new BigDecimal("0.1234567890123456789012345678901234567890"),
                "",
                "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028\u2029\ufeff\ud83d\ude80 é",
                "x".repeat(5000),
                deep,
                List.of("[", "]", "{", ",", 1, List.of(2)),
                new byte[] {1, 2, -1},
                Instant.parse("2026-01-02T03:04:05.678Z"));
        try (var single = TestApplication.on(db).with("publish.pack", "never");
                var packed = packing(db);
                var c = TestApplication.on(db)) {
            var observed = c.recording();
            c.connected();

            for (var publisher : List.of(single, packed)) {
                var sent = WaitingEvents.stored(WaitingEvents.trigger(
                        db,
                        publisher,
                        values.size(),
                        (emitter, number) -> emitter.trigger("value", values.get(number), number)));
                observed.awaitIds(sent);
            }

            assertThat(count(".filter({v: 2})")).isPositive();
            var events = observed.events();
            for (int i = 0; i < values.size(); i++) {
                RethinkEvent alone = events.get(i);
                RethinkEvent together = events.get(values.size() + i);
                assertThat(together.args()).isEqualTo(alone.args());
                if (values.get(i) != null && !(values.get(i) instanceof Map) && !(values.get(i) instanceof List)) {
                    for (RethinkEvent event : List.of(alone, together)) {
                        assertThat(event.payload(values.get(i).getClass()))
                                .as(event.id())
                                .isEqualTo(values.get(i));
                    }
                }
            }
        }
    }

    @Test
    void publishersThatPackAndOthersAndNodeShareATable(TestDb db) throws Exception {
        try (var a = packing(db);
                var b = TestApplication.on(db).with("publish.pack", "never");
                var c = TestApplication.on(db);
                var d = TestApplication.on(db).with("subscribe.buffer-size", 20)) {
            var atC = c.recording();
            var atD = d.recording();
            c.connected();
            d.connected();

            var ofA = WaitingEvents.trigger(db, a, 300, (emitter, number) -> emitter.trigger("load", 0, number));
            var ofB = WaitingEvents.trigger(db, b, 300, (emitter, number) -> emitter.trigger("load", 1, number));
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(outside.value("r.table('events').insert({args: ['node', " + i + "], ts: r.now()})"
                                + "('generated_keys')(0)")
                        .asText());
            }
            all.addAll(WaitingEvents.stored(ofA));
            all.addAll(WaitingEvents.stored(ofB));

            assertThat(all).hasSize(620);
            for (var observed : List.of(atC, atD)) {
                observed.awaitIds(all);
                observed.assertOnceAndInOrder();
                TriggeredEvents.assertOrderOfEachThread(observed.events());
            }
            assertThat(count(".filter({v: 2})")).isPositive();
            assertThat(outside.rows("r.table('events')('args')"))
                    .as("documents in which Node finds arguments")
                    .hasSizeBetween(320, 340)
                    .allSatisfy(args -> assertThat(args.get(0).isTextual()).isTrue());
            assertThat(c.lifecycle(EventsMissed.class)).isEmpty();
            assertThat(c.lifecycle(EmitterError.class)).isEmpty();
        }
    }

    @Test
    void aServerWithoutLoopbackDoesNotObserveItsOwnEvents(TestDb db) throws Exception {
        try (var a = packing(db).with("loopback", false);
                var b = packing(db)) {
            var atA = a.recording();

            WaitingEvents.store(db, a, 50);
            a.awaitLifecycle(Connected.class);
            var ofB = WaitingEvents.store(db, b, 50);

            atA.awaitIds(ofB);
            assertThat(ids(atA)).containsExactlyElementsOf(ofB);
            assertThat(outside.value("r.table('events').sum('n')").asInt()).isGreaterThan(80);
        }
    }

    @Test
    void eventsThatAreNotPersistentAreObservedAndDeleted(TestDb db) throws Exception {
        store("kept");
        try (var a = packing(db).with("persist", false).with("ephemeral-grace", "1s")) {
            var observed = a.recording();

            var sent = WaitingEvents.store(db, a, 100);

            observed.awaitIds(sent);
            await().atMost(TIMEOUT).until(() -> count("") == 1);
            assertThat(outside.value("r.table('events').nth(0)('args')(0)").asText())
                    .isEqualTo("kept");
            assertThat(ids(observed)).containsExactlyElementsOf(sent);
            assertThat(a.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    @Test
    void eventsOlderThanTheRetentionAreDeletedWhenTheSubscribersHaveReadThem(TestDb db) throws Exception {
        try (var b = namedSubscriber(db)) {
            b.recording();
            b.connected();
        }
        List<String> sent;
        try (var a = packing(db)) {
            sent = WaitingEvents.store(db, a, 100);
        }
        try (var c = TestApplication.on(db).with("retention", "1s").connected()) {
            await().during(Duration.ofSeconds(3))
                    .atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(count(".filter({v: 2})")).isPositive());

            try (var b = namedSubscriber(db).with("resume-overlap", "1s").with("heartbeat.interval", "1s")) {
                var observed = b.recording();
                b.connected();
                observed.awaitIds(sent);
                await().atMost(TIMEOUT).until(() -> count("") == 0);
                assertThat(ids(observed)).containsExactlyElementsOf(sent);
                assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
            }
            assertThat(c.lifecycle(EmitterError.class)).isEmpty();
        }
    }

    @Test
    void aSubscriberThatIsStoppedInTheMiddleOfADocumentContinuesWithTheRest(TestDb db) throws Exception {
        var held = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        List<String> sent;
        try (var b = namedSubscriber(db)
                        .with("stop-timeout", "500ms")
                        .observing("load", RethinkEvent.class, event -> holdAt(250, event, held, gate));
                var a = packing(db)) {
            b.connected();
            sent = WaitingEvents.store(db, a, 500);
            assertThat(held.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            gate.countDown();
        }
        assertThat(count(".filter({v: 2})")).isPositive();

        try (var b = namedSubscriber(db)) {
            var observed = b.recording();
            b.connected();
            observed.awaitIds(sent.subList(250, 500));

            assertThat(ids(observed)).containsExactlyElementsOf(sent.subList(250, 500));
            assertThat(b.awaitLifecycle(CaughtUp.class).count()).isEqualTo(250);
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    private static void holdAt(int number, RethinkEvent event, CountDownLatch held, CountDownLatch gate) {
        if (event.args().get(1).equals((long) number)) {
            held.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted by the stop", e);
            }
        }
    }

    /** A named subscriber whose process ends at event 250, in its observer, as by kill -9. */
    static final class DyingSubscriber {

        private DyingSubscriber() {}

        public static void main(String[] arguments) throws Exception {
            try (var application = TestApplication.of(arguments)
                    .observing("load", RethinkEvent.class, event -> {
                        if (event.args().get(1).equals(250L)) {
                            Runtime.getRuntime().halt(9);
                        }
                    })
                    .connected()) {
                System.out.println("connected");
                var unused = System.in.read();
            }
        }
    }

    @Test
    void aSubscriberThatDiesInTheMiddleOfADocumentObservesTheRestAndMarksWhatItMayHaveObserved(TestDb db)
            throws Exception {
        var options = EmitterOptions.of(db.url().toString()).with("subscriber", "orders");
        List<String> sent;
        try (var dying = JavaProcess.start(DyingSubscriber.class, TestApplication.arguments(options));
                var a = packing(db)) {
            dying.awaitLine("connected");
            sent = WaitingEvents.store(db, a, 500);
            assertThat(dying.awaitExit()).isEqualTo(9);
        }

        try (var b = namedSubscriber(db)) {
            var observed = b.recording();
            b.connected();
            observed.awaitIds(sent.subList(250, 500));

            observed.assertOnceAndInOrder();
            int again = observed.events().size() - 250;
            assertThat(ids(observed)).containsExactlyElementsOf(sent.subList(250 - again, 500));
            assertThat(observed.events().subList(0, again)).allMatch(RethinkEvent::redelivered);
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    private void store(String topic) {
        outside.value("r.table('events').insert({args: ['" + topic + "'], ts: r.now()})");
    }
}
