package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.config.PublishSettings.Pack;
import io.github.rethinkemitter.internal.config.SweepSettings;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.publish.ScriptedSession.Insert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** An event that came into the table long after its time was taken gets a newer time before its stage completes. */
class LateAcknowledgementTest extends PublisherFixture {

    private static final Instant FIRST = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant NEWER = FIRST.plusSeconds(30);
    private static final Duration TOO_LONG = LATE.plusSeconds(1);

    @Test
    void theReceiptOfALateEventHasItsNewTime() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var stage = trigger(1);
        Insert insert = session.next();

        pass(TOO_LONG);
        insert.storeAt(FIRST);
        Insert restamp = session.nextRestamp();
        assertThat(stage.toCompletableFuture()).isNotDone();
        restamp.storeAt(NEWER);

        assertThat(restamp.batch()).isEqualTo(insert.batch());
        assertThat(stored(stage).storedAt()).isEqualTo(NEWER);
        assertThat(listener.errors).isEmpty();
    }

    @Test
    void anEventThatIsAcknowledgedInTimeKeepsItsTime() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var stage = trigger(1);
        Insert insert = session.next();

        pass(LATE.minusSeconds(10));
        insert.storeAt(FIRST);

        assertThat(stored(stage).storedAt()).isEqualTo(FIRST);
        assertThat(session.hasNoInsert()).isTrue();
    }

    @Test
    void theTimeOfAnEventThatIsSentAgainCountsFromItsFirstInsert() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var stage = trigger(1);
        Insert first = session.next();

        pass(TOO_LONG);
        first.unknown();
        session.next().storeAt(FIRST);
        session.nextRestamp().storeAt(NEWER);

        assertThat(stored(stage).storedAt()).isEqualTo(NEWER);
    }

    @Test
    void eventsThatWereSentAfterALateOneGetNewTimesTooAndInOrder() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var one = trigger(1);
        Insert first = session.next();
        pass(LATE.minusSeconds(5));
        var two = trigger(2);
        Insert second = session.next();

        pass(Duration.ofSeconds(6));
        first.storeAt(FIRST);
        Insert firstAgain = session.nextRestamp();
        second.storeAt(FIRST.plusSeconds(15));
        Insert secondAgain = session.nextRestamp();
        firstAgain.storeAt(NEWER);
        secondAgain.storeAt(NEWER.plusMillis(1));

        assertThat(firstAgain.seqs()).containsExactly(2L);
        assertThat(secondAgain.seqs()).containsExactly(3L);
        assertThat(stored(one).storedAt()).isEqualTo(NEWER);
        assertThat(stored(two).storedAt()).isEqualTo(NEWER.plusMillis(1));
    }

    @Test
    void anEventThatWasSentBeforeALateOneKeepsItsTime() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var one = trigger(1);
        Insert first = session.next();
        trigger(2);
        Insert second = session.next();

        first.storeAt(FIRST);
        assertThat(stored(one).storedAt()).isEqualTo(FIRST);
        pass(TOO_LONG);
        second.storeAt(FIRST);

        assertThat(session.nextRestamp().seqs()).containsExactly(3L);
    }

    @Test
    void nothingNewIsSentWhileALateEventGetsItsNewTime() throws Exception {
        onlineWithFirstEventStored(USUAL);
        trigger(1);
        Insert insert = session.next();
        pass(TOO_LONG);
        insert.storeAt(FIRST);
        Insert restamp = session.nextRestamp();

        var newer = trigger(2);
        assertThat(emitter().flush(Duration.ofMillis(100))).isFalse();
        assertThat(session.hasNoInsert()).isTrue();
        restamp.storeAt(NEWER);
        session.next().storeAt(NEWER.plusMillis(1));

        assertThat(stored(newer).storedAt()).isEqualTo(NEWER.plusMillis(1));
    }

    @Test
    void anEventThatCannotGetANewTimeKeepsItsFirstAndThatIsReported() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var stage = trigger(1);
        Insert insert = session.next();

        pass(TOO_LONG);
        insert.storeAt(FIRST);
        session.nextRestamp().reject();

        assertThat(stored(stage).storedAt()).isEqualTo(FIRST);
        assertThat(listener.errors).singleElement().asString().contains("RTH0120 1 events", "resume-overlap");
    }

    @Test
    void aRestampWithoutAnAnswerIsSentAgain() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var stage = trigger(1);
        Insert insert = session.next();
        pass(TOO_LONG);
        insert.storeAt(FIRST);

        session.nextRestamp().unknown();
        session.nextRestamp().notPerformed();
        assertThat(stage.toCompletableFuture()).isNotDone();
        session.nextRestamp().storeAt(NEWER);

        assertThat(stored(stage).storedAt()).isEqualTo(NEWER);
        assertThat(session.hasNoInsert()).isTrue();
    }

    @Test
    void aNewTimeThatIsLateItselfIsKeptAndReported() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var stage = trigger(1);
        Insert insert = session.next();
        pass(TOO_LONG);
        insert.storeAt(FIRST);

        Insert restamp = session.nextRestamp();
        pass(TOO_LONG);
        restamp.storeAt(NEWER);
        var next = trigger(2);
        session.next().storeAt(NEWER);

        assertThat(stored(stage).storedAt()).isEqualTo(NEWER);
        assertThat(stored(next).storedAt()).isEqualTo(NEWER);
        assertThat(session.hasNoInsert()).isTrue();
        assertThat(listener.errors).singleElement().asString().contains("RTH0122 1 events", "resume-overlap");
    }

    @Test
    void eachEventIsWrittenTwiceAtMostHoweverShortTheLimitIs() throws Exception {
        online(lateAfter(Duration.ZERO));
        List<CompletionStage<Receipt>> stages = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            stages.add(trigger(i));
        }

        for (int i = 1; i <= 5; ) {
            Insert insert = session.next();
            i += insert.events().size();
            insert.storeAt(FIRST);
            session.nextRestamp().storeAt(NEWER);
        }

        for (var stage : stages) {
            assertThat(stored(stage).storedAt()).isEqualTo(NEWER);
        }
        assertThat(session.hasNoInsert()).isTrue();
    }

    @Test
    void aRestampThatTheDatabaseNeverPerformsEndsWithTheFirstTime() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var stage = trigger(1);
        Insert insert = session.next();
        pass(TOO_LONG);
        insert.storeAt(FIRST);

        while (!stage.toCompletableFuture().isDone()) {
            Insert restamp = session.nextRestamp(Duration.ofMillis(10));
            if (restamp != null) {
                restamp.notPerformed();
            }
            pass(Duration.ofSeconds(2));
            goOnline(); // wakes the publisher thread, which would sleep by the real clock
        }

        assertThat(stored(stage).storedAt()).isEqualTo(FIRST);
        assertThat(listener.errors).singleElement().asString().contains("RTH0120 1 events");
    }

    private static PublishSettings lateAfter(Duration limit) {
        return new PublishSettings(
                100,
                1 << 26,
                Overflow.FAIL,
                SOON,
                Pack.NEVER,
                10,
                1 << 20,
                2,
                1 << 20,
                limit,
                new SweepSettings(SOON, null, false));
    }

    @Test
    void aDatabaseClockThatWasSetBackIsReportedOnce() throws Exception {
        onlineWithFirstEventStored(USUAL);
        Instant back = FIRST.minus(LATE).minusMillis(1);
        for (Instant at : List.of(FIRST, FIRST.minus(LATE), back, back.plusMillis(1))) {
            var stage = trigger(at);
            session.next().storeAt(at);
            stored(stage);
        }

        assertThat(listener.errors)
                .singleElement()
                .asString()
                .contains("RTH0123 the database's clock was set back", back.toString(), FIRST.toString());
    }

    @Test
    void anOldTimeOfAnEventThatWasSentAgainIsNotReportedAsAClockSetBack() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var slow = trigger("slow");
        Insert insert = session.next();
        var quick = trigger("quick");
        session.next().storeAt(NEWER);
        stored(quick);
        insert.unknown();
        session.next().storeAt(FIRST);

        stored(slow);

        assertThat(listener.errors).isEmpty();
    }

    @Test
    void aRestampThatIsLostWithItsSessionIsSentFirstOnTheNext() throws Exception {
        Publisher publisher = onlineWithFirstEventStored(USUAL);
        var stage = trigger(1);
        Insert insert = session.next();
        pass(TOO_LONG);
        insert.storeAt(FIRST);
        session.nextRestamp();
        var newer = trigger(2);
        var next = new ScriptedSession();

        session.end();
        publisher.online(next);
        Insert restamp = next.nextRestamp();
        assertThat(next.hasNoInsert()).isTrue();
        restamp.storeAt(NEWER);
        next.next().storeAt(NEWER.plusMillis(1));

        assertThat(restamp.batch()).isEqualTo(insert.batch());
        assertThat(stored(stage).storedAt()).isEqualTo(NEWER);
        assertThat(stored(newer).storedAt()).isEqualTo(NEWER.plusMillis(1));
    }

    @Test
    void onlyTheStoredEventsOfALateBatchGetANewTime() throws Exception {
        onlineWithFirstEventStored(settings(100, Overflow.FAIL, SOON, 10, 1));
        trigger("holds up the others");
        Insert first = session.next();
        var good = trigger(1);
        var bad = trigger(2);
        first.storeAt(FIRST);
        Insert batch = session.next();

        pass(TOO_LONG);
        batch.verdicts(List.of(new Verdict.Stored(FIRST), new Verdict.Refused("too long")));
        Insert restamp = session.nextRestamp();
        assertThat(failure(bad)).isInstanceOf(EventRefusedException.class);
        restamp.storeAt(NEWER);

        assertThat(restamp.seqs()).containsExactly(3L);
        assertThat(stored(good).storedAt()).isEqualTo(NEWER);
    }

    @Test
    void aStopBeforeTheNewTimeSaysThatTheEventMayBeStored() throws Exception {
        Publisher publisher = onlineWithFirstEventStored(USUAL);
        var stage = trigger(1);
        Insert insert = session.next();
        pass(TOO_LONG);
        insert.storeAt(FIRST);
        session.nextRestamp();

        assertThat(publisher.close(Duration.ofMillis(1))).isEqualTo(1);

        assertThat(failure(stage))
                .isInstanceOfSatisfying(
                        EventDroppedException.class,
                        dropped -> assertThat(dropped.outcomeUnknown()).isTrue())
                .hasMessageContaining("RTH0115");
    }
}
