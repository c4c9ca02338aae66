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
import java.util.TreeMap;
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
        goOnline();

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
        assertThat(listener.errors).hasSize(1);
    }

    @Test
    void theNumberOfARefusedEventIsGivenToTheNextIfItWasTheLast() throws Exception {
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
    void theEmptyDocumentForARefusedEventIsTriedOnce() throws Exception {
        offline(USUAL);
        trigger("bad");
        trigger("good");
        goOnline();
        session.next().verdicts(List.of(new Verdict.Refused("no"), new Verdict.Stored(Instant.EPOCH)));

        session.next().reject();
        trigger("next");

        assertThat(session.next().seqs()).containsExactly(3L);
    }

    @Test
    void aRefusalAfterAnUnknownOutcomeSaysThatTheEventMayBeStored() throws Exception {
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

    @Test
    void anEventIsSentAgainWithTheSameIdAfterAnErrorThatLeavesItsOutcomeOpen() throws Exception {
        online(USUAL);
        var stage = trigger(1);
        Insert first = session.next();

        first.doubtful();
        Insert again = session.next();
        again.store();

        assertThat(again.batch()).isEqualTo(first.batch());
        assertThat(stored(stage).id()).isEqualTo("id1");
    }

    @Test
    void theNumberOfAnEventThatMayBeStoredIsNeverGivenToAnother() throws Exception {
        online(USUAL);
        var table = new TreeMap<String, Long>();
        for (int i = 1; i <= 6; i++) {
            var stage = trigger(i);
            Insert insert = session.next();
            while (!insert.args().contains("[" + i + "]")) {
                table.put(insert.ids().get(0), insert.seqs().get(0));
                insert.store();
                insert = session.next();
            }
            table.put(insert.ids().get(0), insert.seqs().get(0));
            insert.doubtful();
            session.next().doubtful();

            assertThat(failure(stage))
                    .isInstanceOfSatisfying(
                            EventDroppedException.class,
                            dropped -> assertThat(dropped.outcomeUnknown()).isTrue())
                    .hasMessageContaining("RTH0117");
        }
        Insert last = session.next();
        table.put(last.ids().get(0), last.seqs().get(0));

        assertThat(table).hasSize(6);
        assertThat(table.values()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void aBatchInDoubtIsSentAgainAndThenHalved() throws Exception {
        offline(USUAL);
        var good = trigger("good");
        var bad = trigger("bad");
        goOnline();

        session.next().doubtful();
        session.next().doubtful();
        for (int i = 0; i < 2; i++) {
            Insert insert = session.next();
            if (insert.args().contains("[bad]")) {
                insert.doubtful();
            } else {
                insert.store();
            }
        }
        Insert filler = session.next();

        stored(good);
        assertThat(failure(bad)).hasMessageContaining("RTH0117");
        assertThat(filler.ids()).containsExactly("id2");
        assertThat(filler.seqs()).containsExactly(2L);
        assertThat(filler.args()).containsExactly("[]");
    }
}
