package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.CaughtUp;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key that an event is triggered with is stored with it, and every observer gets it. */
@ContractTest(alsoPacking = true)
class EventKeyIT {

    private static final int COUNT = 40;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final List<String> KEYS =
            List.of("order-7", "null", "[\"\\ü\u2028\ud83d\ude80\n\u0001]", "x".repeat(255), "order-7");

    private RawClient outside;

    @BeforeEach
    void createTable(TestDb db) {
        outside = db.createEvents().outside();
    }

    @AfterEach
    void closeClient() {
        outside.close();
    }

    // Every third event has none.
    private static Optional<String> key(int number) {
        return number % 3 == 0 ? Optional.empty() : Optional.of(KEYS.get(number % KEYS.size()));
    }

    private static Map<String, String> headers(int number) {
        return number % 2 == 0 ? Map.of() : Map.of("number", Integer.toString(number));
    }

    private static CompletionStage<Receipt> trigger(Emitter emitter, int number) {
        Emitter with = headers(number).isEmpty() ? emitter : emitter.withHeaders(headers(number));
        return key(number).map(with::withKey).orElse(with).trigger("load", number);
    }

    private void storeNode(String topic) {
        outside.value("r.table('events').insert({args: ['" + topic + "'], ts: r.now()})");
    }

    private void assertPacked(TestDb db) {
        int packs = outside.value("r.table('events').filter({v: 2}).count()").asInt();
        assertThat(packs > 0).as("whether events were packed").isEqualTo(db.packing());
    }

    private static void assertKeys(List<RethinkEvent> events) {
        var numbered =
                events.stream().filter(event -> event.topic().equals("load")).toList();
        assertThat(numbered).hasSize(COUNT);
        for (int number = 0; number < COUNT; number++) {
            RethinkEvent event = numbered.get(number);
            assertThat(event.payload(Integer.class)).isEqualTo(number);
            assertThat(event.key()).isEqualTo(key(number));
            assertThat(event.headers()).isEqualTo(headers(number));
        }
        assertThat(events)
                .filteredOn(event -> event.topic().startsWith("node"))
                .hasSize(2)
                .allMatch(event -> event.key().isEmpty());
    }

    @Test
    void everyObserverGetsTheKeysOfEventsThatHaveOne(TestDb db) throws Exception {
        try (var a = TestApplication.on(db);
                var b = TestApplication.on(db)) {
            var observed = b.recording();
            b.connected();

            storeNode("node");
            var stages = WaitingEvents.trigger(db, a, COUNT, EventKeyIT::trigger);
            storeNode("node too");
            observed.awaitIds(WaitingEvents.stored(stages));
            a.emitter().withKey("alone").trigger("alone").toCompletableFuture().get();

            var events = observed.await(COUNT + 3);
            assertKeys(events);
            assertThat(events)
                    .filteredOn(event -> event.topic().equals("alone"))
                    .extracting(RethinkEvent::key)
                    .containsExactly(Optional.of("alone"));
            assertPacked(db);
            assertThat(outside.value("r.table('events').filter(row => row.hasFields('v')"
                                    + ".and(row.hasFields('key').or(row.hasFields('keys')).not())).count()")
                            .asInt())
                    .as("documents of the library without a key")
                    .isLessThan(COUNT / 2);
            assertThat(outside.value("r.table('events').filter({key: 'alone', v: 1}).count()")
                            .asInt())
                    .isOne();
        }
    }

    @Test
    void eventsWithoutAKeyAreStoredAsWithoutKeys(TestDb db) throws Exception {
        try (var a = TestApplication.on(db)) {
            WaitingEvents.store(db, a, COUNT);

            assertPacked(db);
            assertThat(outside.value("r.table('events').filter(row => row.hasFields('key')"
                                    + ".or(row.hasFields('keys'))).count()")
                            .asInt())
                    .isZero();
        }
    }

    @ParameterizedTest(name = "buffer of {0}")
    @ValueSource(ints = {10, 10_000})
    void aServerThatWasAwayGetsTheKeysOfWhatWasTriggeredMeanwhile(int buffer, TestDb db) throws Exception {
        try (var b = TestApplication.on(db).with("subscriber", "orders")) {
            b.recording();
            b.connected();
        }
        storeNode("node");
        try (var a = TestApplication.on(db)) {
            WaitingEvents.stored(WaitingEvents.trigger(db, a, COUNT, EventKeyIT::trigger));
        }
        storeNode("node too");

        try (var b = TestApplication.on(db).with("subscriber", "orders").with("subscribe.buffer-size", buffer)) {
            var observed = b.recording();
            b.connected();

            var events = observed.await(COUNT + 2);
            assertKeys(events);
            assertThat(events).allMatch(RethinkEvent::replayed);
            assertThat(b.awaitLifecycle(CaughtUp.class).count()).isEqualTo(COUNT + 2);
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
            assertPacked(db);
        }
    }

    @Test
    void whatOthersStoreInPlaceOfKeysHarmsNoEvent(TestDb db) throws Exception {
        var noKeys = List.of("7", "null", "true", "{a: 'b'}", "['a']", "r.now()", "''", "'" + "x".repeat(256) + "'");
        try (var a = TestApplication.on(db)) {
            var observed = a.recording();
            a.connected();

            int count = 0;
            for (String key : noKeys) {
                outside.value("r.table('events').insert({args: ['plain'], key: " + key + ", ts: r.now()})");
                outside.value("r.table('events').insert({args: ['plain'], key: " + key + ", ts: r.now(), v: 1,"
                        + " src: 's" + count + "', seq: 1})");
                storePacked("p" + count, key);
                count++;
            }
            for (String keys :
                    List.of("'['", "'[\"a\"]'", "'[\"a\",\"b\",\"c\"]'", "'[7,{\"a\":[]}]'", "'[\"\",null]'")) {
                storePacked("p" + count, keys);
                count++;
            }
            int plain = 2 * noKeys.size();
            assertThat(observed.await(plain + 2 * count))
                    .hasSize(plain + 2 * count)
                    .allMatch(event -> event.key().isEmpty());

            outside.value("r.table('events').insert({args: ['plain'], key: 'order-7', ts: r.now()})");
            storePacked("last", "'[7,\"order-8\"]'");
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(observed.events().stream().flatMap(event -> event.key().stream()))
                            .containsExactlyInAnyOrder("order-7", "order-8"));
            assertThat(a.lifecycle(EmitterError.class)).isEmpty();
            assertThat(a.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    private void storePacked(String src, String keys) {
        outside.value("r.table('events').insert({id: '" + src + "', src: '" + src + "', seq: 1, n: 2, v: 2, settled: 0,"
                + " topics: ['pack'], events: '[[\"pack\"],[\"pack\"]]', keys: " + keys + ", ts: r.now()})");
    }
}
