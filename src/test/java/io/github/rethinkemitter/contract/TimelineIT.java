package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored events are found in order, whoever has stored them. */
@ContractTest
@Timeout(180)
class TimelineIT {

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

    private static List<String> ids(Timeline timeline, TimelineQuery query) {
        try (var events = timeline.events(query)) {
            return events.map(RethinkEvent::id).toList();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aQueryFindsWhatALookAtEachEventFinds(long seed, TestDb db) throws Exception {
        var table = new RandomTimeline(seed);
        table.store(outside, 400);
        table.store(outside, 400);
        try (var a = TestApplication.on(db).started()) {
            for (int i = 0; i < 25; i++) {
                var query = table.query();
                var expected = table.expected(query);

                assertThat(ids(a.timeline(), query)).as("%s", query).containsExactlyElementsOf(expected);
                assertThat(a.timeline().count(query)).as("%s", query).isEqualTo(expected.size());
                assertThat(a.timeline().first(query).map(RethinkEvent::id))
                        .isEqualTo(expected.stream().findFirst());
                assertThat(a.timeline().last(query).map(RethinkEvent::id))
                        .isEqualTo(expected.stream().reduce((one, other) -> other));
            }
            for (var query : List.of(TimelineQuery.all(), TimelineQuery.all().newestFirst())) {
                assertThat(ids(a.timeline(), query)).containsExactlyElementsOf(table.expected(query));
            }
            assertThat(a.timeline().count(TimelineQuery.all()))
                    .isEqualTo(table.expected(TimelineQuery.all()).size());
        }
    }

    @Test
    void anEventIsAsItWasTriggered(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).started()) {
            var receipt = a.emitter()
                    .withKey("customer-7")
                    .withHeaders(Map.of("tenant", "acme"))
                    .trigger("order.placed", 7, List.of("a"))
                    .toCompletableFuture()
                    .get();

            assertThat(a.timeline().first(TimelineQuery.ofTopic("order.*").withKey("customer-7")))
                    .get()
                    .satisfies(event -> {
                        assertThat(event.id()).isEqualTo(receipt.id());
                        assertThat(event.timestamp()).isEqualTo(receipt.storedAt());
                        assertThat(event.topic()).isEqualTo("order.placed");
                        assertThat(event.channel()).isEmpty();
                        assertThat(event.payload(int.class)).isEqualTo(7);
                        assertThat(event.args()).hasSize(2);
                        assertThat(event.headers()).isEqualTo(Map.of("tenant", "acme"));
                        assertThat(event.key()).contains("customer-7");
                        assertThat(event.sequence()).hasValue(1);
                        assertThat(event.replayed()).isTrue();
                    });
            assertThat(a.timeline().first(TimelineQuery.ofTopic("order.cancelled")))
                    .isEmpty();
            assertThat(a.timeline().count(TimelineQuery.all().withHeader("tenant", "acme")))
                    .isEqualTo(1);
            assertThatThrownBy(() -> a.timeline().events(TimelineQuery.ofTopic("order.x*")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("RTH0518");
        }
    }

    @Test
    void theEventsOfADocumentComeInTheirOrderAlsoWhenThereAreMoreThanTen(TestDb db) throws Exception {
        outside.value(
                "r.table('events').insert({id: 'p', ts: r.epochTime(5), src: 's', seq: 1, v: 2, n: 25, topics: ['t'],"
                        + " events: '[" + String.join(",", Collections.nCopies(25, "[\"t\"]")) + "]'})");
        var expected = IntStream.range(0, 25).mapToObj(place -> "p." + place).toList();
        var reversed = new ArrayList<>(expected);
        Collections.reverse(reversed);
        try (var a = TestApplication.on(db).started()) {
            assertThat(ids(a.timeline(), TimelineQuery.all())).isEqualTo(expected);
            assertThat(ids(a.timeline(), TimelineQuery.all().newestFirst())).isEqualTo(reversed);
            assertThat(a.timeline().last(TimelineQuery.all()).map(RethinkEvent::id))
                    .contains("p.24");
            assertThat(a.timeline().count(TimelineQuery.all())).isEqualTo(25);
        }
    }

    @Test
    void veryManyDocumentsOfOneTimeAreReadOnceAndInOrder(TestDb db) throws Exception {
        int many = 25_000; // more than are compared at once
        storeNumbered(0, 5, "r.epochTime(5)");
        for (int from = 5; from < many - 5; from += 5_000) {
            storeNumbered(from, Math.min(from + 5_000, many - 5), "r.epochTime(6)");
        }
        storeNumbered(many - 5, many, "r.epochTime(7)");
        var expected = IntStream.range(0, many).mapToObj(Integer::toString).toList();
        var reversed = new ArrayList<>(expected);
        Collections.reverse(reversed);
        try (var a = TestApplication.on(db).started()) {
            assertThat(ids(a.timeline(), TimelineQuery.all())).isEqualTo(expected);
            assertThat(ids(a.timeline(), TimelineQuery.all().newestFirst())).isEqualTo(reversed);
            assertThat(a.timeline().count(TimelineQuery.all())).isEqualTo(many);
        }
    }

    @Test
    void documentsAreReadWhoseIdsHaveHalfASurrogatePair(TestDb db) throws Exception {
        storeNumbered(0, 20, "r.epochTime(5)");
        for (String id : List.of("\"a\\udc00\"", "\"a\\udc01b\"", "[2,[\"a\\udc00\",1]]", "\"a\\ud83d\\ude00\"")) {
            var reply = outside.query(
                    "[56,[[15,[\"events\"]],{\"id\":" + id + ",\"args\":[2,[\"half\"]],\"ts\":[101,[5]]}]]");
            assertThat(reply.json().at("/r/0/inserted").asInt()).as("%s", reply).isEqualTo(1);
        }
        storeNumbered(20, 25, "r.epochTime(5)");
        storeNumbered(25, 45, "r.epochTime(6)");
        var numbers = IntStream.range(0, 25).mapToObj(Integer::toString).toList();
        var expected = new ArrayList<>(List.of("[\"a\ufffd\",1]"));
        expected.addAll(numbers);
        expected.addAll(List.of("a\ufffd", "a\ufffdb", "a\ud83d\ude00"));
        IntStream.range(25, 45).mapToObj(Integer::toString).forEach(expected::add);
        var reversed = new ArrayList<>(expected);
        Collections.reverse(reversed);
        try (var a = TestApplication.on(db).started()) {
            assertThat(ids(a.timeline(), TimelineQuery.all())).isEqualTo(expected);
            assertThat(ids(a.timeline(), TimelineQuery.all().newestFirst())).isEqualTo(reversed);
            assertThat(ids(a.timeline(), TimelineQuery.ofTopic("half"))).hasSize(4);
        }
    }

    private void storeNumbered(int from, int to, String ts) {
        storeNumbered(outside, from, to, ts);
    }

    private static void storeNumbered(RawClient client, int from, int to, String ts) {
        store(client, from, to, "{id: n, args: ['beep', n], ts: " + ts + "}");
    }

    private static void store(RawClient client, int from, int to, String document) {
        client.value("r.table('events').insert(r.range(" + from + ", " + to + ").map(n => (" + document
                + ")), {durability: 'soft'})");
    }

    @Test
    void eventsThatAreStoredMeanwhileAreReadOnceAndInOrder(TestDb db) throws Exception {
        storeNumbered(0, 500, "r.now().sub(60).add(n.div(30).floor().div(1000))");
        var ends = new AtomicBoolean();
        try (var a = TestApplication.on(db).started()) {
            var writer = CompletableFuture.runAsync(() -> {
                try (var client = db.outside()) {
                    for (int number = 500; !ends.get(); number += 20) {
                        storeNumbered(client, number, number + 20, "r.now()");
                    }
                }
            });
            var read = new ArrayList<RethinkEvent>();
            try (var events = a.timeline().events(TimelineQuery.all())) {
                Iterator<RethinkEvent> each = events.iterator();
                while (read.size() < 2_000 && each.hasNext()) {
                    read.add(each.next());
                    if (read.size() % 100 == 0) {
                        awaitStored(read.size() + 100);
                    }
                }
            } finally {
                ends.set(true);
                writer.join();
            }
            assertThat(read).hasSize(2_000).extracting(RethinkEvent::id).doesNotHaveDuplicates();
            assertThat(read.subList(0, 500))
                    .extracting(event -> event.payload(int.class))
                    .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
            assertThat(read).extracting(RethinkEvent::timestamp).isSorted();
        }
    }

    @Test
    void aMillionEventsAreReadInOrderWithASmallHeap(TestDb db) {
        int packed = 1_900;
        outside.value(
                "r.table('events').insert(r.range(0, " + packed + ").map(n => ({id: n.coerceTo('string'), src: 'a',"
                        + " seq: n.mul(512).add(1), v: 2, n: 512, topics: ['beep'], ts: r.epochTime(n.mul(7).mod(1000)), events: '["
                        + String.join(",", Collections.nCopies(512, "[\"beep\",\"0123456789\"]"))
                        + "]'})), {durability: 'soft'})");
        String topic = "args: ['beep', n], ts: r.epochTime(n.mul(7).mod(1000))";
        String plain = topic + ", src: 'b', seq: n.add(1), v: 1";
        store(outside, 0, 10_000, "{id: n, " + topic + "}"); // as Node does
        store(outside, 10_000, 20_000, "{id: n, " + plain + ", key: 'k', headers: {colour: 'red'}}");
        store(
                outside,
                20_000,
                30_000,
                "{id: n, " + plain + ", raw: r.expr('[\"beep\",').add(n.coerceTo('string')).add('.50]')}");
        int others = 30_000;

        assertThat(SmallHeapReader.read(EmitterOptions.of(db.url().toString())))
                .isEqualTo(packed * 512 + others + " events, counted " + (packed * 512 + others));
    }

    private void awaitStored(int count) {
        await().atMost(TIMEOUT)
                .until(() -> outside.value("r.table('events').count()").asInt() >= count);
    }

    @Test
    void aCutConnectionIsReplacedAndReadingGoesOnWhereItWas(TestDb db) throws Exception {
        storeNumbered(0, 3_000, "r.epochTime(n.div(7).floor())");
        try (var a = TestApplication.on(db).started();
                var events = a.timeline().events(TimelineQuery.all())) {
            Iterator<RethinkEvent> each = events.iterator();
            var read = new ArrayList<String>();
            while (each.hasNext()) {
                read.add(each.next().id());
                if (read.size() % 500 == 0) {
                    db.server().dropConnections();
                }
            }
            assertThat(read)
                    .isEqualTo(IntStream.range(0, 3_000)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    @Test
    void aClosedStreamAndOneThatWasReadToItsEndHaveNoConnection(TestDb db) throws Exception {
        storeNumbered(0, 100, "r.epochTime(n)");
        try (var a = TestApplication.on(db).started()) {
            a.emitter().trigger("connects").toCompletableFuture().get();
            int before = db.server().openConnections();

            var events = a.timeline().events(TimelineQuery.all());
            assertThat(db.server().openConnections()).isEqualTo(before);
            assertThat(events.iterator().next().id()).isEqualTo("0");
            assertThat(db.server().openConnections()).isEqualTo(before + 1);
            events.close();
            awaitConnections(db, before);

            try (Stream<RethinkEvent> all = a.timeline().events(TimelineQuery.all())) {
                assertThat(all.count()).isEqualTo(101);
                awaitConnections(db, before);
            }
            assertThat(a.timeline().first(TimelineQuery.all())).isPresent();
            awaitConnections(db, before);
        }
    }

    private static void awaitConnections(TestDb db, int count) {
        await().atMost(TIMEOUT).until(() -> db.server().openConnections() == count);
    }

    @Test
    void anInterruptedThreadStopsWaitingAndStaysInterrupted(TestDb db) throws Exception {
        storeNumbered(0, 1_000, "r.epochTime(n)");
        try (var a = TestApplication.on(db).started()) {
            var told = new AtomicReference<Throwable>();
            var stillInterrupted = new AtomicBoolean();
            var events = a.timeline().events(TimelineQuery.all());
            var each = events.iterator();
            each.next();
            db.server().freeze();
            var reader = new Thread(() -> {
                try {
                    each.forEachRemaining(event -> {});
                } catch (EmitterException e) {
                    told.set(e);
                    stillInterrupted.set(Thread.currentThread().isInterrupted());
                }
            });
            reader.start();
            await().atMost(TIMEOUT).until(() -> reader.getState() == Thread.State.RUNNABLE);
            reader.interrupt();
            reader.join();
            db.server().thaw();
            events.close();

            assertThat(told.get()).hasMessageStartingWith("RTH0644 the thread was interrupted");
            assertThat(stillInterrupted).isTrue();
        }
    }

    @Test
    void afterTheStopNothingIsReadAndNoConnectionIsLeft(TestDb db) throws Exception {
        storeNumbered(0, 1_000, "r.epochTime(n)");
        try (var a = TestApplication.on(db).started()) {
            var timeline = a.timeline();
            var each = timeline.events(TimelineQuery.all()).iterator();
            each.next();

            a.stop();

            awaitConnections(db, 0);
            assertThatThrownBy(() -> each.forEachRemaining(event -> {}))
                    .isInstanceOf(EmitterException.class)
                    .hasMessageStartingWith("RTH0643 the application has stopped");
            assertThatThrownBy(() -> timeline.count(TimelineQuery.all())).hasMessageStartingWith("RTH0643");
            assertThatThrownBy(() -> timeline.first(TimelineQuery.all())).hasMessageStartingWith("RTH0643");
        }
    }

    @Test
    void withoutAConnectionOrAnswerTheCallFailsAfterTheTimeOfAQuery(TestDb db) throws Exception {
        storeNumbered(0, 1_000, "r.epochTime(n)");
        try (var a = TestApplication.on(db).with("query-timeout", "1s").started()) {
            var each = a.timeline().events(TimelineQuery.all()).iterator();
            each.next();
            db.server().network().refuse();
            db.server().dropConnections();

            assertThatThrownBy(() -> each.forEachRemaining(event -> {}))
                    .isInstanceOf(EmitterException.class)
                    .hasMessageStartingWith("RTH0640 the default channel has had no connection for 1000 ms");
            db.server().network().accept();
            assertThat(a.timeline().count(TimelineQuery.all())).isEqualTo(1_000);
        }
    }

    @Test
    void aTableWithoutItsIndexIsTold(TestDb db) throws Exception {
        storeNumbered(0, 10, "r.epochTime(n)");
        try (var a = TestApplication.on(db).with("query-timeout", "1s").started()) {
            a.emitter().trigger("connects").toCompletableFuture().get();
            outside.value("r.table('events').indexDrop('ts')");

            assertThatThrownBy(() -> a.timeline().count(TimelineQuery.all()))
                    .isInstanceOf(EmitterException.class)
                    .hasMessageStartingWith("RTH0641 the timeline of the default channel cannot be read: RTH0215")
                    .hasMessageContaining("`ts`");
        }
    }
}
