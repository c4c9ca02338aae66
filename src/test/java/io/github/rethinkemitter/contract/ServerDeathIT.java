package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The database's process is killed while a publisher triggers. */
@ContractTest
class ServerDeathIT {

    @Test
    void whatWasAcknowledgedIsInTheTableWhenTheServerIsBack(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).connected()) {
            var stages = TriggeredEvents.start(a.emitter(), 2, 200);
            stages.get(20).toCompletableFuture().get();

            db.server().kill();
            stages.addAll(TriggeredEvents.start(a.emitter(), 2, 200));
            db.server().restart();

            var sent = TriggeredEvents.settled(stages);
            assertThat(sent.failed()).isEmpty();
            assertThat(stored(db)).containsExactlyInAnyOrderElementsOf(sent.acknowledged());
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

        var sent = TriggeredEvents.settled(stages);
        assertThat(sent.failed())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).isInstanceOf(EventDroppedException.class));
        assertThat(sent.acknowledged().size() + sent.failed().size()).isEqualTo(800);
        db.server().restart();
        assertThat(stored(db)).containsAll(sent.acknowledged());
        var certainlyNotStored = sent.failed().stream()
                .filter(problem -> !((EventDroppedException) problem).outcomeUnknown())
                .count();
        assertThat(stored(db).size()).isLessThanOrEqualTo(800 - (int) certainlyNotStored);
    }

    private static Set<String> stored(TestDb db) {
        try (var outside = db.outside()) {
            outside.value("r.table('events').wait({timeout: 60})");
            var ids = new HashSet<String>();
            outside.rows("r.table('events').filter(r.row('args').isEmpty().not())('id')")
                    .forEach(id -> ids.add(id.asText()));
            return ids;
        }
    }
}
