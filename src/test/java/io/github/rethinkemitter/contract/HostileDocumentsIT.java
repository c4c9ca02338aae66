package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever other programs write into the table, every event is observed once and in order, and their documents stay. */
@ContractTest
class HostileDocumentsIT {

    private static final int COUNT = 300;
    private static final List<Integer> ALL = IntStream.range(0, COUNT).boxed().toList();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void eventsBetweenHostileDocumentsAreObservedAndNothingIsDeleted(long seed, TestDb db) throws Exception {
        int hostile = 0;
        var live = new CopyOnWriteArrayList<Integer>();
        try (var outside = db.outside();
                var a = observing(live, db).connected()) {
            var documents = new HostileDocuments(seed);
            for (int i = 0; i < COUNT; i++) {
                a.emitter().trigger("good", i).toCompletableFuture().get();
                hostile += store(outside, documents.next(i)) ? 1 : 0;
            }

            assertThat(hostile).as("documents that the server accepts").isGreaterThan(COUNT / 2);
            assertAllObserved(live);
            assertThat(a.awaitLifecycle(EmitterError.class).cause()).hasMessageMatching("(?s)RTH03(06|14).*");
            assertThat(a.lifecycle(Disconnected.class)).isEmpty();
        }

        assertAllObservedWithASmallHeap(options(db).with("start", "earliest"), () -> {});

        try (var outside = db.outside()) {
            outside.value("r.table('events_positions').get('#sweeper').delete()");
            assertAllObservedWithASmallHeap(
                    options(db).with("start", "earliest").with("subscribe.buffer-size", "20"),
                    () -> await().atMost(TIMEOUT)
                            .until(() -> !outside.value("r.table('events_positions').get('#sweeper')('retention')"
                                            + ".default(null)")
                                    .isNull()));
            assertThat(outside.value("r.table('events').count()").asInt()).isEqualTo(COUNT + hostile);
        }
    }

    // When it has observed all events, the subscriber must become idle.
    private static void assertAllObservedWithASmallHeap(EmitterOptions options, Runnable whenObserved)
            throws Exception {
        try (var subscriber = SmallHeapSubscriber.start(options)) {
            assertThat(subscriber.awaitGoodEvents(COUNT)).containsExactlyElementsOf(ALL);
            whenObserved.run();
            subscriber.awaitIdle();
            subscriber.stop();
        }
    }

    @Test
    void documentsWithoutATimeDoNotHideOlderEvents(TestDb db) throws Exception {
        db.create().createTable("events");
        var good = new CopyOnWriteArrayList<Integer>();
        try (var outside = db.outside()) {
            outside.value("r.table('events').indexCreate('ts')");
            outside.value("r.table('events').indexWait('ts')");
            outside.value(
                    "r.table('events').insert(r.range(300).map(n => ({args: ['good', n], id: n.coerceTo('string'),"
                            + " ts: r.now().sub(60).add(n.mul(0.001))})))");
            for (String ts :
                    List.of("5", "true", "[1]", "r.now().toISO8601()", "r.epochTime(-1)", "r.epochTime(1e303)")) {
                outside.value("r.table('events').insert({args: ['hostile'], ts: " + ts + "})");
            }

            try (var a = observing(good, db)
                    .with("start", "earliest")
                    .with("subscribe.buffer-size", "20")
                    .connected()) {
                assertAllObserved(good);
                assertThat(a.lifecycle(Disconnected.class)).isEmpty();
                assertThat(outside.value("r.table('events').count()").asInt()).isEqualTo(306);
            }
        }
    }

    private static EmitterOptions options(TestDb db) {
        return EmitterOptions.of(db.url().toString())
                .with("durability", "soft")
                .with("retention", "1h")
                .with("order-wait", "500ms")
                .with("repeat-wait", "1s")
                .with("heartbeat.interval", "1s");
    }

    private static TestApplication observing(List<Integer> observed, TestDb db) {
        return TestApplication.of(options(db))
                .observing("good", Integer.class, observed::add)
                .observing("**", RethinkEvent.class, SmallHeapSubscriber::readArguments);
    }

    private static boolean store(RawClient outside, String document) {
        var reply = outside.query("[56,[[15,[\"events\"]]," + document + "],{\"durability\":\"soft\"}]");
        return reply.json().path("r").path(0).path("inserted").asInt() == 1;
    }

    private static void assertAllObserved(List<Integer> observed) {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(observed).hasSizeGreaterThanOrEqualTo(COUNT));
        assertThat(observed).containsExactlyElementsOf(ALL);
    }
}
