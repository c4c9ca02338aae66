package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.config.SweepSettings;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.publish.ScriptedSession.Insert;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PublisherTest extends PublisherFixture {

    @Test
    void anEventGoesAtOnceAndIsReceipted() throws Exception {
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
        introduced(USUAL);
        for (int i = 1; i <= 100; i++) {
            quiet();

            var stage = trigger(i);

            assertThat(session.isQuiet()).isFalse();
            session.next().store();
            stored(stage);
        }
    }

    @Test
    void theFirstInsertGoesAloneSoThatNewServersFindItsEvents() throws Exception {
        online(USUAL);
        trigger(1);
        Insert first = session.next();
        trigger(2);

        assertThat(session.isQuiet()).isTrue();
        first.store();

        assertThat(session.next().args()).containsExactly("[2]");
    }

    @Test
    void theFirstOfAnInsertTellsUpToWhichNumberAllHaveTheirOutcome() throws Exception {
        introduced(USUAL);
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

        assertThat(first.drafts()).extracting(OutgoingEvent::settled).containsExactly(1L);
        assertThat(third.drafts()).extracting(OutgoingEvent::settled).containsExactly(1L, null);
        assertThat(session.next().drafts()).extracting(OutgoingEvent::settled).containsExactly(5L);
    }

    @Test
    void aBatchHasNoMoreBytesThanAllowedUnlessOneEventHas() throws Exception {
        var small = new PublishSettings(
                100, 1 << 26, Overflow.FAIL, SOON, 10, 10, 1, 1 << 20, LATE, new SweepSettings(SOON, null, false));
        offline(small);
        for (Object payload : List.of("x".repeat(20), "abc", "def", "x")) {
            trigger(payload);
        }
        publisherOnline();

        for (int size : List.of(1, 2, 1)) {
            Insert insert = session.next();
            assertThat(insert.drafts()).hasSize(size);
            insert.store();
        }
    }

    @Test
    void eventsWaitWhileTheDatabaseIsAway() throws Exception {
        offline(USUAL);
        var stage = trigger("early");

        assertThat(emitter().flush(AT_ONCE)).isFalse();
        publisherOnline();
        session.next().store();

        assertThat(stored(stage).id()).isEqualTo("id1");
    }

    @Test
    void unknownOutcomesAreRepeatedWithTheSameIdsBeforeAnythingNewer() throws Exception {
        introduced(USUAL);
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
        assertThat(session.isQuiet()).isTrue();
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
    void whatWasUnderWayOnALostSessionGoesFirstOnTheNext() throws Exception {
        Publisher publisher = introduced(USUAL);
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
        assertThat(next.isQuiet()).isTrue();
    }

    @Test
    void aFullQueueFailsEventsAndIsReportedOnce() throws Exception {
        offline(settings(2, Overflow.FAIL, SOON, 10, 1));
        var first = trigger(1);
        trigger(2);

        Throwable problem = failure(trigger(3));
        failure(trigger(4));

        assertThat(problem)
                .isInstanceOfSatisfying(
                        EventDroppedException.class,
                        dropped -> assertThat(dropped.outcomeUnknown()).isFalse())
                .hasMessageContaining("RTH0110");
        assertThat(signals.errors).containsExactly(problem);
        publisherOnline();
        session.next().store();
        stored(first);
    }

    @Test
    void aFullQueueBlocksUntilThereIsRoom() throws Exception {
        offline(settings(1, Overflow.BLOCK, SOON, 1, 1));
        trigger(1);
        var blocked = new Thread(() -> trigger(2));
        blocked.start();
        await().atMost(SOON).until(() -> blocked.getState() == Thread.State.TIMED_WAITING);

        publisherOnline();
        session.next().store();
        Insert second = session.next();
        second.store();
        blocked.join();

        assertThat(second.args()).containsExactly("[2]");
    }

    @Test
    void aFullQueueBlocksNoLongerThanConfigured() throws Exception {
        offline(settings(1, Overflow.BLOCK, Duration.ofMillis(10), 1, 1));
        trigger(1);

        assertThat(failure(trigger(2))).hasMessageContaining("RTH0110").hasMessageContaining("PT0.01S");
    }

    @Test
    void anInterruptedThreadKeepsItsFlagAndItsEventFails() throws Exception {
        offline(settings(1, Overflow.BLOCK, SOON, 1, 1));
        trigger(1);

        Thread.currentThread().interrupt();
        var stage = trigger(2);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure(stage)).hasMessageContaining("RTH0111");
    }

    @Test
    void killDropsWhatWasNotSentAndLeavesNoHole() throws Exception {
        online(settings(100, Overflow.FAIL, SOON, 10, 1));
        var sent = trigger(1);
        Insert first = session.next();
        var killed = trigger(2);
        trigger(3);

        assertThat(emitter().kill()).isEqualTo(2);
        trigger(4);
        first.store();

        assertThat(failure(killed)).isInstanceOf(EventDroppedException.class).hasMessageContaining("RTH0112");
        stored(sent);
        assertThat(session.next().seqs()).containsExactly(2L);
    }

    @Test
    void flushWaitsForWhatWasTriggeredBefore() throws Exception {
        online(USUAL);
        var stage = trigger(1);
        Insert insert = session.next();

        assertThat(emitter().flush(Duration.ofMillis(1))).isFalse();
        insert.store();

        assertThat(emitter().flush(SOON)).isTrue();
        assertThat(stage.toCompletableFuture()).isCompleted();
    }

    @Test
    void aStopFailsWhatIsLeftAndSaysWhatMayBeStored() throws Exception {
        Publisher publisher = online(settings(100, Overflow.FAIL, SOON, 1, 1));
        var sent = trigger(1);
        session.next();
        var waiting = trigger(2);

        assertThat(publisher.close(Duration.ofMillis(1))).isEqualTo(2);

        assertThat(failure(sent))
                .isInstanceOfSatisfying(
                        EventDroppedException.class,
                        dropped -> assertThat(dropped.outcomeUnknown()).isTrue())
                .hasMessageContaining("RTH0115");
        assertThat(failure(waiting))
                .isInstanceOfSatisfying(
                        EventDroppedException.class,
                        dropped -> assertThat(dropped.outcomeUnknown()).isFalse())
                .hasMessageContaining("RTH0114");
        assertThat(failure(trigger(3))).hasMessageContaining("RTH0113");
    }

    @Test
    void aStopFirstStoresWhatItCan() throws Exception {
        Publisher publisher = online(USUAL);
        var stage = trigger(1);
        Insert insert = session.next();
        var answering = new Thread(insert::store);
        answering.start();

        assertThat(publisher.close(SOON)).isZero();

        stored(stage);
        answering.join();
    }

    @Test
    void stagesOfABatchCompleteInTheOrderOfTheirTriggers() throws Exception {
        offline(USUAL);
        var completed = Collections.synchronizedList(new ArrayList<Integer>());
        for (int i = 0; i < 10; i++) {
            int number = i;
            trigger(i).thenRun(() -> completed.add(number));
        }
        publisherOnline();
        session.next().store();

        assertThat(emitter().flush(SOON)).isTrue();
        assertThat(completed).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void aHeaderWithoutNameOrValueIsRefusedByItsName() {
        offline(USUAL);
        var withoutValue = new HashMap<String, String>();
        withoutValue.put("trace", null);
        var withoutName = new HashMap<String, String>();
        withoutName.put(null, "t-1");

        assertThatThrownBy(() -> emitter().withHeaders(withoutValue))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0130 header \"trace\" has no name or no value");
        assertThatThrownBy(() -> emitter().withHeaders(withoutName)).hasMessageStartingWith("RTH0130 header \"null\"");
        assertThatThrownBy(() -> emitter().withHeaders(null)).hasMessageStartingWith("RTH0130 the headers");
    }

    @Test
    void headersGoWithTheEventsOfThatEmitterOnly() throws Exception {
        offline(USUAL);
        emitter().withHeaders(Map.of("a", "1")).withHeaders(Map.of("b", "2")).trigger("beep");
        emitter().trigger("beep");
        publisherOnline();

        var drafts = session.next().drafts();

        assertThat(drafts.get(0).content().headers()).contains("a=1", "b=2");
        assertThat(drafts.get(1).content().headers()).isNull();
    }

    @Test
    void aTopicThatIsNotAllowedIsRefusedByTheCall() {
        online(USUAL);

        assertThatThrownBy(() -> emitter().trigger("error")).hasMessageContaining("RTH0102");
        assertThatThrownBy(() -> emitter().trigger("a\nb")).hasMessageContaining("RTH0101");
    }

    private static PublishSettings bytes(int bytes, Overflow overflow) {
        return new PublishSettings(
                100, bytes, overflow, SOON, 10, 1 << 20, 2, 1 << 20, LATE, new SweepSettings(SOON, null, false));
    }

    @Test
    void manyBytesAreAFullQueueHoweverFewTheEventsAre() throws Exception {
        offline(bytes(100, Overflow.FAIL));
        var first = trigger("x".repeat(50));

        Throwable problem = failure(trigger("y".repeat(50)));

        assertThat(problem).hasMessageContainingAll("RTH0110", "100 bytes", "this one has 52", "publish.buffer-bytes");
        assertThat(signals.errors).containsExactly(problem);
        publisherOnline();
        session.next().store();
        stored(first);
        var second = trigger("y".repeat(50));
        session.next().store();
        stored(second);
    }

    @Test
    void manyEventsAreAFullQueueHoweverFewTheirBytesAre() throws Exception {
        offline(settings(1, Overflow.FAIL, SOON, 10, 1));
        trigger(1);

        assertThat(failure(trigger(2))).hasMessageContainingAll("RTH0110", "the 1 events", "publish.buffer-size");
    }

    @Test
    void whatIsUnderWayCountsUntilItsOutcomeIsTold() throws Exception {
        online(bytes(100, Overflow.BLOCK));
        var first = trigger("x".repeat(50));
        Insert insert = session.next();
        var second = new CompletableFuture<Receipt>();
        Thread blocked = start("blocked", () -> trigger("y".repeat(50)).thenAccept(second::complete));
        await().atMost(SOON).until(() -> blocked.getState() == Thread.State.TIMED_WAITING);
        assertThat(session.isQuiet()).isTrue();

        insert.store();
        session.next().store();

        stored(first);
        stored(second);
    }

    @Test
    void anEventThatIsLargerThanTheWholeQueueGoesAlone() throws Exception {
        offline(bytes(10, Overflow.FAIL));
        var large = trigger("x".repeat(50));

        assertThat(failure(trigger(1))).hasMessageContaining("RTH0110");
        publisherOnline();
        session.next().store();

        stored(large);
    }

    @Test
    void aFlushMayWaitAsLongAsItTakes() throws Exception {
        online(USUAL);
        trigger(1);
        Insert insert = session.next();
        Thread answering = start("database", insert::store);

        assertThat(emitter().flush(ChronoUnit.FOREVER.getDuration())).isTrue();
        answering.join();
    }

    @Test
    void aFlushForATimeThatIsNoneSaysSo() {
        online(USUAL);

        assertThatThrownBy(() -> emitter().flush(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0129 flush cannot wait for \"PT-1S\"");
        assertThatThrownBy(() -> emitter().flush(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0129");
    }

    @Test
    void whatIsTriggeredAfterTheStopIsLoggedOnceAMinute() {
        online(USUAL).close(AT_ONCE);
        List<String> logged = new CopyOnWriteArrayList<>();
        try (var unused = PublishLog.to(logged)) {
            trigger(1);
            trigger(2);
            trigger(3);
            assertThat(logged).hasSize(1);
            pass(Duration.ofMinutes(1));
            trigger(4);
        }

        assertThat(logged.get(0))
                .startsWith("WARNING RTH0113 event of topic \"beep\" was triggered after the emitter had stopped.")
                .contains("accepted until");
        assertThat(logged.get(1)).endsWith("So were 2 others since this was last logged");
        assertThat(signals.errors).isEmpty();
    }

    @Test
    void noMoreIsSentWhileVeryMuchIsUntold() throws Exception {
        List<Runnable> unstarted = new CopyOnWriteArrayList<>();
        lender = (name, task) -> {
            unstarted.add(task);
            return Thread.currentThread();
        };
        online(settings(2_000, Overflow.FAIL, SOON, 1_000, 1));
        int sent = 0;
        for (int i = 0; i < 3_000; i++) {
            trigger(i);
            if (i % 1_000 == 999) {
                for (Insert next = session.next(Duration.ofMillis(200)); next != null; ) {
                    sent += next.drafts().size();
                    next.store();
                    next = session.next(Duration.ofMillis(200));
                }
            }
        }
        assertThat(sent).isBetween(2_000, 2_999);
        quiet();

        lender = PublisherFixture::start;
        for (Runnable task : unstarted) {
            start("stages", task);
        }
        while (sent < 3_000) {
            Insert next = session.next();
            sent += next.drafts().size();
            next.store();
        }

        assertThat(emitter().flush(SOON)).isTrue();
    }
}
