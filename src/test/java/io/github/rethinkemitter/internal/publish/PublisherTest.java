package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.config.PublishSettings.Pack;
import io.github.rethinkemitter.internal.config.SweepSettings;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.publish.ScriptedSession.Insert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PublisherTest extends PublisherFixture {

    @Test
    void anEventIsSentAtOnceAndItsStageHasAReceipt() throws Exception {
        online(USUAL);

        var stage = trigger("boop");
        Insert insert = session.next();
        insert.store();

        assertThat(insert.args()).containsExactly("[boop]");
        assertThat(insert.seqs()).containsExactly(1L);
        assertThat(stored(stage)).isEqualTo(new Receipt("id1", "beep", Instant.EPOCH));
    }

    @Test
    void aLoneEventIsSentByTheThreadThatTriggersIt() throws Exception {
        onlineWithFirstEventStored(USUAL);
        for (int i = 1; i <= 100; i++) {
            awaitPublisherAsleep();

            var stage = trigger(i);

            assertThat(session.hasNoInsert()).isFalse();
            session.next().store();
            stored(stage);
        }
    }

    @Test
    void theFirstInsertIsSentAloneSoThatServersThatDoNotKnowThePublisherFindItsEvents() throws Exception {
        online(USUAL);
        trigger(1);
        Insert first = session.next();
        trigger(2);

        assertThat(session.hasNoInsert()).isTrue();
        first.store();

        assertThat(session.next().args()).containsExactly("[2]");
    }

    @Test
    void theFirstEventOfAnInsertSaysUpToWhichNumberAllHaveTheirOutcome() throws Exception {
        onlineWithFirstEventStored(USUAL);
        trigger(1);
        Insert first = session.next();
        trigger(2);
        Insert second = session.next();
        trigger(3);
        trigger(4);
        second.store();
        Insert third = session.next();
        first.store();
        third.store();
        assertThat(emitter().flush(SOON)).isTrue();
        trigger(5);

        assertThat(first.events()).extracting(OutgoingEvent::settled).containsExactly(1L);
        assertThat(third.events()).extracting(OutgoingEvent::settled).containsExactly(1L, null);
        assertThat(session.next().events()).extracting(OutgoingEvent::settled).containsExactly(5L);
    }

    @Test
    void aBatchHasNoMoreBytesThanAllowedUnlessItsOnlyEventHas() throws Exception {
        var small = new PublishSettings(
                100,
                1 << 26,
                Overflow.FAIL,
                SOON,
                Pack.NEVER,
                10,
                10,
                1,
                1 << 20,
                LATE,
                new SweepSettings(SOON, null, false));
        offline(small);
        for (Object payload : List.of("x".repeat(20), "abc", "def", "x")) {
            trigger(payload);
        }
        goOnline();

        for (int size : List.of(1, 2, 1)) {
            Insert insert = session.next();
            assertThat(insert.events()).hasSize(size);
            insert.store();
        }
    }

    @Test
    void eventsWaitWhileTheDatabaseIsAway() throws Exception {
        offline(USUAL);
        var stage = trigger("early");

        assertThat(emitter().flush(AT_ONCE)).isFalse();
        goOnline();
        session.next().store();

        assertThat(stored(stage).id()).isEqualTo("id1");
    }

    @Test
    void eventsWithoutAnAnswerAreSentAgainWithTheSameIdsBeforeAnythingNewer() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var one = trigger(1);
        Insert first = session.next();
        var two = trigger(2);
        Insert second = session.next();
        var three = trigger(3);

        second.unknown();
        first.notPerformed();
        Insert a = session.next();
        Insert b = session.next();
        assertThat(List.of(a.ids().get(0), b.ids().get(0))).containsExactlyInAnyOrder("id2", "id3");
        assertThat(session.hasNoInsert()).isTrue();
        b.store();
        a.unknown();
        Insert c = session.next();
        assertThat(c.batch()).isEqualTo(a.batch());
        c.store();
        Insert last = session.next();
        last.store();

        assertThat(last.args()).containsExactly("[3]");
        assertThat(stored(one).id()).isEqualTo("id2");
        assertThat(stored(two).id()).isEqualTo("id3");
        assertThat(stored(three).id()).isEqualTo("id4");
    }

    @Test
    void unansweredEventsOfALostSessionAreSentFirstOnTheNext() throws Exception {
        Publisher publisher = onlineWithFirstEventStored(USUAL);
        var one = trigger(1);
        Insert lost = session.next();
        var two = trigger(2);
        Insert lostToo = session.next();
        session.end();
        publisher.offline();
        var three = trigger(3);
        var next = new ScriptedSession();

        publisher.online(next);
        Insert first = next.next();
        Insert second = next.next();
        lost.reject();
        lostToo.unknown();
        first.store();
        second.store();
        next.next().store();

        assertThat(first.ids()).containsExactly("id2");
        assertThat(second.ids()).containsExactly("id3");
        for (var stage : List.of(one, two, three)) {
            stored(stage);
        }
        assertThat(next.hasNoInsert()).isTrue();
    }

    @Test
    void stagesOfABatchCompleteInTheOrderOfTheirTriggers() throws Exception {
        offline(USUAL);
        var completed = Collections.synchronizedList(new ArrayList<Integer>());
        for (int i = 0; i < 10; i++) {
            int number = i;
            trigger(i).thenRun(() -> completed.add(number));
        }
        goOnline();
        session.next().store();

        assertThat(emitter().flush(SOON)).isTrue();
        assertThat(completed).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void nothingIsSentWhileVeryManyStagesWaitToBeCompleted() throws Exception {
        List<Runnable> unstarted = new CopyOnWriteArrayList<>();
        threadStarter = (name, task) -> {
            unstarted.add(task);
            return Thread.currentThread();
        };
        online(settings(2_000, Overflow.FAIL, SOON, 1_000, 1));
        int sent = 0;
        for (int i = 0; i < 3_000; i++) {
            trigger(i);
            if (i % 1_000 == 999) {
                for (Insert next = session.next(Duration.ofMillis(200)); next != null; ) {
                    sent += next.events().size();
                    next.store();
                    next = session.next(Duration.ofMillis(200));
                }
            }
        }
        assertThat(sent).isBetween(2_000, 2_999);
        awaitPublisherAsleep();

        threadStarter = PublisherFixture::start;
        for (Runnable task : unstarted) {
            start("stages", task);
        }
        while (sent < 3_000) {
            Insert next = session.next();
            sent += next.events().size();
            next.store();
        }

        assertThat(emitter().flush(SOON)).isTrue();
    }
}
