package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.publish.ScriptedSession.Insert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RefusalTest extends PublisherFixture {

    @Test
    void aBadDocumentIsFoundAndItsNeighboursAreStored() throws Exception {
        offline(USUAL);
        List<CompletionStage<Receipt>> stages = new ArrayList<>();
        for (Object payload : List.of("a", "b", "bad", "c", "d")) {
            stages.add(trigger(payload));
        }
        publisherOnline();

        var places = new ArrayList<Long>();
        Insert filler = null;
        while (filler == null) {
            Insert insert = session.next();
            if (insert.args().contains("[bad]")) {
                insert.reject();
            } else {
                places.addAll(insert.seqs());
                insert.store();
                filler = insert.args().contains("[]") ? insert : null;
            }
        }

        assertThat(failure(stages.get(2)))
                .isInstanceOf(EventRefusedException.class)
                .hasMessageContaining("RTH0116 event of topic \"beep\" was refused by the database: bad document");
        for (int i : List.of(0, 1, 3, 4)) {
            stored(stages.get(i));
        }
        assertThat(places).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(filler.seqs()).containsExactly(3L);
        assertThat(filler.ids()).containsExactly("id6");
        assertThat(signals.errors).hasSize(1);
    }

    @Test
    void aRefusedEventLeavesNoHoleEvenIfItWasTheLast() throws Exception {
        online(USUAL);
        var refused = trigger(1);
        session.next().verdicts(List.of(new Verdict.Refused("no right")));
        assertThat(failure(refused)).isInstanceOf(EventRefusedException.class).hasMessageContaining("no right");

        trigger(2);
        Insert next = session.next();
        next.store();

        assertThat(next.args()).containsExactly("[2]");
        assertThat(next.seqs()).containsExactly(1L);
    }

    @Test
    void aFillerThatIsRefusedIsNotTriedAgain() throws Exception {
        offline(USUAL);
        trigger("bad");
        trigger("good");
        publisherOnline();
        session.next().verdicts(List.of(new Verdict.Refused("no"), new Verdict.Stored(Instant.EPOCH)));

        session.next().reject();
        trigger("next");

        assertThat(session.next().seqs()).containsExactly(3L);
    }

    @Test
    void aRefusalAfterAnUnknownOutcomeSaysThatItMayBeStored() throws Exception {
        online(USUAL);
        var stage = trigger(1);
        session.next().unknown();
        session.next().reject();

        assertThat(failure(stage))
                .isInstanceOfSatisfying(
                        EventDroppedException.class,
                        dropped -> assertThat(dropped.outcomeUnknown()).isTrue())
                .hasMessageContaining("RTH0117");
    }
}
