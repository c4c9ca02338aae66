package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.publish.ScriptedSession.Insert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Mistakes in the publisher do not end publishing: it is run again, and continues. */
class RestartTest extends PublisherFixture {

    // An answer that the publisher does not expect, and so throws on: a stored document without a time.
    private static final Verdict MISTAKE = new Verdict.Stored(null);
    private static final Verdict STORED = new Verdict.Stored(Instant.EPOCH);

    @Test
    void unansweredEventsAreSentAgainAfterAMistakeWithTheSameIdsAndInOrder() throws Exception {
        onlineWithFirstEventStored(USUAL);
        var one = trigger(1);
        Insert first = session.next();
        var two = trigger(2);
        Insert second = session.next();

        first.verdicts(List.of(MISTAKE));
        Insert firstAgain = session.next();
        Insert secondAgain = session.next();
        assertThat(firstAgain.batch()).isEqualTo(first.batch());
        assertThat(secondAgain.batch()).isEqualTo(second.batch());
        firstAgain.store();
        secondAgain.store();

        assertThat(stored(one).id()).isEqualTo("id2");
        assertThat(stored(two).id()).isEqualTo("id3");
        assertThat(mistakes).singleElement().isInstanceOf(NullPointerException.class);
        assertThat(emitter().flush(SOON)).isTrue();
    }

    @Test
    void aStageCompletesOnceEvenIfTheMistakeIsAboutALaterEventOfTheInsert() throws Exception {
        offline(USUAL);
        List<CompletionStage<Receipt>> stages = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            stages.add(trigger(i));
        }
        goOnline();

        session.next().verdicts(List.of(STORED, new Verdict.Refused("no"), MISTAKE));
        session.next().store();

        for (var stage : stages) {
            stored(stage);
        }
        assertThat(emitter().flush(SOON)).isTrue();
        assertThat(listener.errors).isEmpty();
    }

    @Test
    void eventsThatCouldNotBeNumberedKeepTheirPlaces() throws Exception {
        online(USUAL);
        idFailure.set(new IllegalStateException("no id"));
        var one = trigger(1);
        await().atMost(SOON).until(() -> !mistakes.isEmpty());
        var two = trigger(2);
        idFailure.set(null);

        List<String> args = new ArrayList<>();
        List<Long> seqs = new ArrayList<>();
        while (args.size() < 2) {
            Insert insert = session.next();
            args.addAll(insert.args());
            seqs.addAll(insert.seqs());
            insert.store();
        }

        assertThat(args).containsExactly("[1]", "[2]");
        assertThat(seqs).containsExactly(1L, 2L);
        stored(one);
        stored(two);
    }

    @Test
    void aMistakeInSendingOnTheThreadThatTriggersIsReportedByThePublisherThread() throws Exception {
        onlineWithFirstEventStored(USUAL);
        awaitPublisherAsleep();
        idFailure.set(new NoClassDefFoundError("a class of the server's"));

        var stage = trigger(1);
        await().atMost(SOON).until(() -> !mistakes.isEmpty());
        idFailure.set(null);
        session.next().store();

        stored(stage);
        assertThat(mistakes).allMatch(mistake -> mistake instanceof NoClassDefFoundError);
    }

    @Test
    void eventsAreSentAgainWhenASessionThrows() throws Exception {
        var broken = new ScriptedSession() {
            @Override
            public CompletionStage<InsertResult> insert(Batch batch) {
                throw new NoSuchMethodError("an older library of the server");
            }
        };
        Publisher publisher = offline(USUAL);
        publisher.online(broken);
        var stage = trigger(1);

        publisher.online(session);
        session.next().store();

        assertThat(stored(stage).id()).isEqualTo("id1");
    }

    @Test
    void anInterruptOfThePublisherThreadHasNoEffect() throws Exception {
        onlineWithFirstEventStored(USUAL);
        for (int i = 0; i < 3; i++) {
            awaitPublisherAsleep();
            interruptPublisher();
            var stage = trigger(i);
            session.next().store();
            stored(stage);
        }

        assertThat(mistakes).isEmpty();
    }

    @Test
    void aStopFailsTheEventsThatAreLeftEvenIfThePublisherThreadHasEnded() throws Exception {
        Publisher publisher = onlineWithFirstEventStored(USUAL);
        var underWay = trigger(1);
        session.next();
        restarts = false;
        session.end();
        idFailure.set(new IllegalStateException("no id"));
        var next = new ScriptedSession();
        publisher.online(next);
        next.next().store();
        stored(underWay);
        var waiting = trigger(2);
        await().atMost(SOON).until(() -> !mistakes.isEmpty());

        assertThat(publisher.close(AT_ONCE)).isEqualTo(1);

        assertThat(failure(waiting)).hasMessageContaining("RTH0114");
    }
}
