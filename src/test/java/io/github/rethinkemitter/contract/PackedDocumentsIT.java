package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents that hold many events of a publisher, and documents of later versions, which the tests write as that publisher does. */
@ContractTest
class PackedDocumentsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

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
    void packedDocumentsAndThoseOfOneEventAndOfNodeAreObservedInOneTable(TestDb db) throws Exception {
        try (var a = namedSubscriber(db).with("start", "earliest")) {
            storeSingle(1);
            storePacked("stored", 2, "[[\"pack\",2],[\"other\",{\"a\":[3]}],[],[\"pack\",5.50]]", 4);
            storeNode("node");
            var observed = a.recording();
            a.connected();
            storeSingle(6);
            storePacked("live", 7, "[[\"pack\",7],[\"pack\",8]]", 2);
            storeNode("node too");
            storeSingle(9);
            a.emitter().trigger("mine", 1).toCompletableFuture().get();

            await().atMost(TIMEOUT)
                    .until(() -> observed.topics().contains("mine")
                            && observed.events().size() == 11);
            assertThat(observed.events().stream().filter(event -> event.origin().equals(Optional.of("other"))))
                    .extracting(
                            RethinkEvent::id,
                            event -> event.args().toString(),
                            event -> event.sequence().orElseThrow())
                    .containsExactly(
                            tuple("s1", "[1]", 1L),
                            tuple("stored.0", "[2]", 2L),
                            tuple("stored.1", "[{a=[3]}]", 3L),
                            tuple("stored.3", "[5.50]", 5L),
                            tuple("s6", "[6]", 6L),
                            tuple("live.0", "[7]", 7L),
                            tuple("live.1", "[8]", 8L),
                            tuple("s9", "[9]", 9L));
            assertThat(observed.topics()).contains("node", "node too");
            assertThat(a.lifecycle(EmitterError.class)).isEmpty();
            assertThat(a.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    @Test
    void eachEventOfADocumentHasItsOwnHeadersAndOneTime(TestDb db) throws Exception {
        try (var a = TestApplication.on(db)) {
            var observed = a.recording();
            a.connected();

            outside.value(
                    "r.table('events').insert({id: 'p', src: 'other', seq: 1, n: 3, v: 2, topics: ['t'], ts: r.now(),"
                            + " events: '[[\"t\"],[\"t\"],[\"t\"]]', headers: '[{\"a\":\"b\"},null,{\"c\":\"d\"}]'})");

            List<RethinkEvent> events = observed.await(3);
            assertThat(events)
                    .extracting(RethinkEvent::headers)
                    .containsExactly(Map.of("a", "b"), Map.of(), Map.of("c", "d"));
            assertThat(events)
                    .extracting(RethinkEvent::timestamp)
                    .containsOnly(events.get(0).timestamp());
        }
    }

    @Test
    void aRestartInTheMiddleOfADocumentObservesExactlyTheRest(TestDb db) throws Exception {
        var held = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        var before = new CopyOnWriteArrayList<Integer>();
        try (var a = namedSubscriber(db).with("stop-timeout", "500ms").observing("pack", Integer.class, number -> {
            if (number == 40) {
                blockUntil(held, gate);
            }
            before.add(number);
        })) {
            a.connected();
            storePacked("p", 1, packed(1, 100), 100);
            assertThat(held.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        storePacked("q", 101, packed(101, 10), 10);

        try (var a = namedSubscriber(db)) {
            var observed = a.recording();
            a.connected();

            assertThat(observed.await(71))
                    .extracting(event -> event.sequence().orElseThrow())
                    .containsExactlyElementsOf(IntStream.rangeClosed(40, 110)
                            .mapToObj(Long::valueOf)
                            .toList());
        } finally {
            gate.countDown();
        }
        assertThat(before).startsWith(1, 2, 3).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void aBacklogOfPackedDocumentsIsReadInSlices(TestDb db) throws Exception {
        try (var a = namedSubscriber(db)) {
            a.recording();
            a.connected();
        }
        var expected = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) {
            storePacked("p" + i, 1 + i * 100, packed(1 + i * 100, 100), 100);
            IntStream.rangeClosed(1 + i * 100, 100 + i * 100).forEach(number -> expected.add((long) number));
        }

        try (var a = namedSubscriber(db).with("subscribe.buffer-size", 20)) {
            var observed = a.recording();
            a.connected();

            assertThat(observed.await(2000))
                    .extracting(event -> event.sequence().orElseThrow())
                    .containsExactlyElementsOf(expected);
            assertThat(a.awaitLifecycle(CaughtUp.class).count()).isEqualTo(2000);
        }
    }

    @Test
    void aDocumentOfALaterVersionIsToldOnceAndWaitsForANewerServer(TestDb db) throws Exception {
        try (var a = namedSubscriber(db).with("heartbeat.interval", "1s")) {
            var observed = a.recording();
            a.connected();
            storeSingle(1);
            outside.value(
                    "r.table('events').insert({id: 'later', src: 'other', seq: 2, n: 3, v: 3, ts: r.now(), new: 1})");
            storeSingle(5);
            outside.value("r.table('events').insert({id: 'later too', src: 'other', seq: 6, v: 4, ts: r.now()})");
            storePacked("p", 7, packed(7, 2), 2);

            assertThat(observed.await(4)).extracting(RethinkEvent::id).containsExactly("s1", "s5", "p.0", "p.1");
            assertThat(a.awaitLifecycle(EmitterError.class))
                    .matches(error -> error.phase() == EmitterError.Phase.SUBSCRIBE)
                    .satisfies(error -> assertThat(error.cause())
                            .hasMessageContainingAll("RTH0314", "\"later.0\"", "\"other\"", "version 3", "Update"));
            // The feed is proven to be whole beyond the document, and the position goes no farther.
            await().atMost(TIMEOUT)
                    .until(() -> outside.value("r.table('events_positions').get('orders')('ts')"
                                    + ".eq(r.table('events').get('later')('ts'))")
                            .asBoolean());
            assertThat(a.lifecycle(EmitterError.class)).hasSize(1);
        }
        // A newer version of the library reads what this one cannot.
        outside.value(
                "r.table('events').get('later').update({v: 2, topics: ['pack'], events: '" + packed(2, 3) + "'})");
        outside.value("r.table('events').get('later too').update({v: 1, args: ['single', 6]})");
        try (var a = namedSubscriber(db)) {
            var observed = a.recording();
            a.connected();
            storeSingle(9);

            await().atMost(TIMEOUT)
                    .until(() -> observed.events().stream()
                            .anyMatch(event -> event.id().equals("s9")));
            assertThat(observed.events())
                    .extracting(RethinkEvent::id)
                    .containsExactly("later.0", "later.1", "later.2", "later too", "s9");
            assertThat(a.lifecycle(EmitterError.class)).isEmpty();
            assertThat(a.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    private static TestApplication namedSubscriber(TestDb db) {
        return TestApplication.on(db).with("subscriber", "orders");
    }

    private void storeSingle(int seq) {
        outside.value("r.table('events').insert({id: 's" + seq + "', src: 'other', seq: " + seq + ", v: 1, settled: "
                + (seq - 1) + ", args: ['single', " + seq + "], ts: r.now()})");
    }

    private void storePacked(String id, int seq, String events, int n) {
        outside.value("r.table('events').insert({id: '" + id + "', src: 'other', seq: " + seq + ", n: " + n
                + ", v: 2, settled: " + (seq - 1) + ", topics: ['pack'], events: '" + events + "', ts: r.now()})");
    }

    private void storeNode(String topic) {
        outside.value("r.table('events').insert({args: ['" + topic + "'], ts: r.now()})");
    }

    private static String packed(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> "[\"pack\"," + number + "]")
                .collect(Collectors.joining(",", "[", "]"));
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
