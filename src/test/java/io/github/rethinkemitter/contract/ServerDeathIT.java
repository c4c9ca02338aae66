package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.support.client.TestJson;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The process of the database is killed while an application triggers events. */
@ContractTest(alsoPacking = true)
class ServerDeathIT {

    @Test
    void acknowledgedEventsAreInTheTableWhenTheServerIsBack(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            var stages = TriggeredEvents.start(a.emitter(), 2, 200);
            stages.get(20).toCompletableFuture().get();

            db.server().kill();
            stages.addAll(TriggeredEvents.start(a.emitter(), 2, 200));
            db.server().restart();

            var sent = TriggeredEvents.awaitOutcomes(stages);
            assertThat(sent.failed()).isEmpty();
            assertThat(storedIds(db)).containsExactlyInAnyOrderElementsOf(sent.acknowledged());
        }
    }

    @Test
    void everyStageCompletesAlthoughTheServerNeverComesBack(TestDb db) throws Exception {
        List<CompletionStage<Receipt>> stages = new ArrayList<>();
        try (var a = TestApplication.on(db).with("stop-timeout", "500ms").connected()) {
            stages.addAll(TriggeredEvents.start(a.emitter(), 2, 200));
            stages.get(20).toCompletableFuture().get();
            db.server().kill();
            stages.addAll(TriggeredEvents.start(a.emitter(), 2, 200));
        }

        var sent = TriggeredEvents.awaitOutcomes(stages);
        assertThat(sent.failed())
                .isNotEmpty()
                .allSatisfy(exception -> assertThat(exception).isInstanceOf(EventDroppedException.class));
        assertThat(sent.acknowledged().size() + sent.failed().size()).isEqualTo(800);
        db.server().restart();
        assertThat(storedIds(db)).containsAll(sent.acknowledged());
        var certainlyNotStored = sent.failed().stream()
                .filter(exception -> !((EventDroppedException) exception).outcomeUnknown())
                .count();
        assertThat(storedIds(db).size()).isLessThanOrEqualTo(800 - (int) certainlyNotStored);
    }

    private static Set<String> storedIds(TestDb db) {
        try (var outside = db.outside()) {
            outside.value("r.table('events').wait({timeout: 60})");
            var ids = new HashSet<String>();
            outside.rows("r.table('events').filter(r.row('args').isEmpty().not())('id')")
                    .forEach(id -> ids.add(id.asText()));
            for (JsonNode pack : outside.rows("r.table('events').filter({v: 2})")) {
                JsonNode events = TestJson.parse(pack.path("events").asText());
                for (int i = 0; i < events.size(); i++) {
                    if (!events.get(i).isEmpty()) {
                        ids.add(pack.path("id").asText() + "." + i);
                    }
                }
            }
            return ids;
        }
    }
}
