package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.publish.ScriptedSession.Insert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events that wait together are sent as one document. */
class PackingTest extends PublisherFixture {

    private static final PublishSettings PACKING = packing(settings(10_000, Overflow.FAIL, SOON, 10, 2));
    private static final Instant TIME = Instant.parse("2030-01-01T00:00:00Z");

    private List<CompletionStage<Receipt>> triggerWhileOffline(Object... payloads) {
        offline(PACKING);
        List<CompletionStage<Receipt>> stages = new ArrayList<>();
        for (Object payload : payloads) {
            stages.add(trigger(payload));
        }
        goOnline();
        return stages;
    }

    private static Object[] numbers(int count) {
        return IntStream.range(0, count).boxed().toArray();
    }

    @Test
    void eightEventsThatWaitTogetherAreOneDocumentAndHaveItsIdAndTheirPlaces() throws Exception {
        List<CompletionStage<Receipt>> stages = triggerWhileOffline(numbers(8));

        Insert pack = session.next();
        pack.storeAt(TIME);

        assertThat(pack.batch().packId()).isEqualTo("id1");
        assertThat(pack.seqs()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(pack.events().get(0).settled()).isZero();
        for (int i = 0; i < 8; i++) {
            assertThat(stored(stages.get(i))).isEqualTo(new Receipt("id1." + i, "beep", TIME));
        }
    }

    @Test
    void fewerEventsAreDocumentsOfTheirOwn() throws Exception {
        triggerWhileOffline(numbers(7));

        assertThat(session.next().batch().packId()).isNull();
    }

    @Test
    void withoutTheOptionNothingIsPacked() throws Exception {
        offline(USUAL);
        IntStream.range(0, 10).forEach(this::trigger);
        goOnline();

        assertThat(session.next().batch().packId()).isNull();
    }

    @Test
    void aPackHasNoMoreEventsThanSubscribersReadWellAtOnce() throws Exception {
        triggerWhileOffline(numbers(600));

        Insert first = session.next();
        first.store();

        assertThat(first.events()).hasSize(512);
        assertThat(session.next().events()).hasSize(88);
    }

    @Test
    void aPackHasNoMoreCharactersThanSubscribersReadWellAtOnce() throws Exception {
        triggerWhileOffline(Collections.nCopies(20, "x".repeat(20_000)).toArray());

        Insert first = session.next();

        assertThat(first.isPack()).isTrue();
        assertThat(first.events()).hasSize(13);
    }

    @Test
    void largeEventsThatWaitTogetherAreDocumentsOfTheirOwn() throws Exception {
        triggerWhileOffline(Collections.nCopies(20, "x".repeat(40_000)).toArray());

        Insert first = session.next();

        assertThat(first.isPack()).isFalse();
        assertThat(first.events()).hasSize(10);
    }

    @Test
    void onlyTheEventIsRefusedForWhichThePackWas() throws Exception {
        List<CompletionStage<Receipt>> stages = triggerWhileOffline("a", "b", "c", "bad", "d", "e", "f", "g", "h");

        Insert pack = session.next();
        pack.verdicts(Collections.nCopies(9, new Verdict.Refused("bad document")));
        Insert alone = session.next();
        alone.verdicts(alone.args().stream()
                .<Verdict>map(
                        args -> args.equals("[bad]") ? new Verdict.Refused("bad document") : new Verdict.Stored(TIME))
                .toList());

        assertThat(pack.isPack()).isTrue();
        assertThat(alone.isPack()).isFalse();
        assertThat(alone.seqs()).isEqualTo(pack.seqs());
        assertThat(alone.ids()).doesNotContainAnyElementsOf(pack.ids());
        assertThat(alone.events().get(0).settled()).isZero();
        assertThat(failure(stages.remove(3))).isInstanceOf(EventRefusedException.class);
        for (CompletionStage<Receipt> stage : stages) {
            assertThat(stored(stage).storedAt()).isEqualTo(TIME);
        }
        assertThat(session.next().args()).containsExactly("[]");
    }

    @Test
    void theEventsOfARejectedPackAreSentInInsertsOfTheUsualSize() throws Exception {
        triggerWhileOffline(numbers(25));
        session.next().reject();

        for (int size : List.of(10, 10, 5)) {
            Insert insert = session.next();
            assertThat(insert.isPack()).isFalse();
            assertThat(insert.events()).hasSize(size);
            insert.store();
        }
        assertThat(session.hasNoInsert()).isTrue();
    }

    @Test
    void aPackIsSentAgainWithTheSameIdUntilItsOutcomeIsKnown() throws Exception {
        List<CompletionStage<Receipt>> stages = triggerWhileOffline(numbers(8));
        Insert first = session.next();

        first.unknown();
        Insert second = session.next();
        second.notPerformed();
        Insert third = session.next();
        third.store();

        assertThat(second.batch()).isEqualTo(first.batch());
        assertThat(third.batch()).isEqualTo(first.batch());
        assertThat(stored(stages.get(7)).id()).isEqualTo("id1.7");
    }

    @Test
    void anEventThatIsRefusedAfterItsPackWasInDoubtMayBeStored() throws Exception {
        List<CompletionStage<Receipt>> stages = triggerWhileOffline("a", "b", "c", "bad", "d", "e", "f", "g");

        session.next().doubtful();
        session.next().doubtful();
        Insert insert = session.next();
        while (!insert.args().contains("[]")) {
            assertThat(insert.isPack()).isFalse();
            if (insert.args().contains("[bad]")) {
                insert.doubtful();
            } else {
                insert.store();
            }
            insert = session.next();
        }

        assertThat(failure(stages.remove(3)))
                .isInstanceOfSatisfying(
                        EventDroppedException.class,
                        dropped -> assertThat(dropped.outcomeUnknown()).isTrue())
                .hasMessageContaining("RTH0117");
        for (CompletionStage<Receipt> stage : stages) {
            stored(stage);
        }
    }

    @Test
    void aPackThatIsAcknowledgedLateGetsANewerTimeAsAWhole() throws Exception {
        List<CompletionStage<Receipt>> stages = triggerWhileOffline(numbers(8));
        Insert pack = session.next();

        pass(LATE.plusSeconds(1));
        pack.storeAt(TIME);
        Insert restamp = session.nextRestamp();
        restamp.storeAt(TIME.plusSeconds(30));

        assertThat(restamp.batch()).isEqualTo(pack.batch());
        assertThat(stored(stages.get(3))).isEqualTo(new Receipt("id1.3", "beep", TIME.plusSeconds(30)));
    }

    @Test
    void packsGoBesideEachOtherAsInsertsOfFewDocumentsDo() throws Exception {
        List<CompletionStage<Receipt>> stages = triggerWhileOffline(numbers(1_500));
        session.next().store();
        stored(stages.get(0));

        Insert second = session.next();
        Insert third = session.next();

        assertThat(List.of(second, third)).allMatch(Insert::isPack);
        assertThat(third.seqs()).startsWith(1_025L);
    }
}
