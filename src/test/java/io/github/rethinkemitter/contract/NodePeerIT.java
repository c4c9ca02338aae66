package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a process with the Node library on the same table can rely on. The test writes and reads documents as Node does. */
@ContractTest
class NodePeerIT {

    @Test
    void documentsWrittenByNodeAreObserved(TestDb db) throws Exception {
        List<String> texts = new CopyOnWriteArrayList<>();
        List<Instant> times = new CopyOnWriteArrayList<>();
        try (var a = TestApplication.on(db)
                        .observing("beep", String.class, texts::add)
                        .observing("time", Instant.class, times::add);
                var outside = db.outside()) {
            var observed = a.recording();
            a.connected();

            outside.value("r.table('events').insert({args: ['beep', 'boop', 1], ts: r.now()})");
            outside.value("r.table('events').insert({args: ['time', r.epochTime(1.5)], ts: r.now()})");
            outside.value("r.table('events').insert({args: ['bare'], ts: r.now()})");

            var event = observed.await(3).stream()
                    .filter(each -> each.topic().equals("beep"))
                    .findFirst()
                    .orElseThrow();
            assertThat(event.origin()).isEmpty();
            assertThat(event.sequence()).isEmpty();
            assertThat(event.args()).containsExactly("boop", 1L);
            await().untilAsserted(() -> assertThat(texts).containsExactly("boop"));
            await().untilAsserted(() -> assertThat(times).containsExactly(Instant.ofEpochMilli(1500)));
        }
    }

    @Test
    void nodeFindsTheArgumentsInDocumentsOfTheLibrary(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected();
                var outside = db.outside()) {

            a.emitter()
                    .trigger("beep", "boop", Map.of("n", 1), List.of(1, 2))
                    .toCompletableFuture()
                    .get();
            a.emitter().trigger("big", (1L << 53) + 1).toCompletableFuture().get();

            var rows = outside.rows("r.table('events').orderBy('seq')('args')");
            assertThat(rows.get(0).toString()).isEqualTo("[\"beep\",\"boop\",{\"n\":1},[1,2]]");
            assertThat(rows.get(1).get(1).asDouble()).isEqualTo(9007199254740992.0);
        }
    }

    @Test
    void updatesAndDeletesAreNoEvents(TestDb db) throws Exception {
        try (var a = TestApplication.on(db);
                var outside = db.outside()) {
            var observed = a.recording();
            a.connected();

            var receipt = a.emitter().trigger("beep").toCompletableFuture().get();
            outside.value("r.table('events').get('" + receipt.id() + "').update({seen: true})");
            outside.value("r.table('events').get('" + receipt.id() + "').delete()");
            outside.value("r.table('events').insert({args: ['last'], ts: r.now()})");

            await().until(() -> observed.topics().contains("last"));
            assertThat(observed.topics()).containsExactly("beep", "last");
        }
    }
}
