package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.publish.ScriptedSession.Insert;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Stops, flushes and kills: which events are stored, and what the others fail with. */
class PublisherStopTest extends PublisherFixture {

    @Test
    void killDropsUnsentEventsAndTheNextOnesGetTheirNumbers() throws Exception {
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
    void flushWaitsForTheEventsTriggeredBefore() throws Exception {
        online(USUAL);
        var stage = trigger(1);
        Insert insert = session.next();

        assertThat(emitter().flush(Duration.ofMillis(1))).isFalse();
        insert.store();

        assertThat(emitter().flush(SOON)).isTrue();
        assertThat(stage.toCompletableFuture()).isCompleted();
    }

    @Test
    void aFlushMayWaitForEver() throws Exception {
        online(USUAL);
        trigger(1);
        Insert insert = session.next();
        Thread answering = start("database", insert::store);

        assertThat(emitter().flush(ChronoUnit.FOREVER.getDuration())).isTrue();
        answering.join();
    }

    @Test
    void aStopWaitsForAnswersThatComeInTime() throws Exception {
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
    void aStopFailsTheEventsThatAreLeftAndSaysWhichMayBeStored() throws Exception {
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
    void eventsTriggeredAfterTheStopAreLoggedOnceAMinute() {
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
        assertThat(listener.errors).isEmpty();
    }
}
