package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.publish.ScriptedSession.Insert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent while an insert is not answered yet. */
class UnansweredInsertsTest extends PublisherFixture {

    @Test
    void eventsThatWaitedForAnAnswerAreSentInTheNextInsert() throws Exception {
        onlineWithFirstEventStored(USUAL);
        trigger(1);
        Insert first = session.next();
        trigger(2);
        Insert second = session.next();
        for (int i = 3; i <= 15; i++) {
            trigger(i);
        }

        assertThat(session.hasNoInsert()).isTrue();
        first.store();
        Insert third = session.next();
        second.store();
        Insert fourth = session.next();

        assertThat(third.seqs()).containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
        assertThat(fourth.args()).containsExactly("[13]", "[14]", "[15]");
    }

    @Test
    void nothingIsSentBesideALargeInsert() throws Exception {
        PublishSettings large = settings(100, Overflow.FAIL, Duration.ZERO, 50, 4);
        onlineWithFirstEventStored(large);
        List<Insert> lone = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            trigger(i);
            lone.add(session.next());
        }
        var fourth = trigger(4);
        lone.add(session.next());
        for (int i = 5; i <= 40; i++) {
            trigger(i);
        }
        lone.get(0).store();
        Insert rest = session.next();
        assertThat(rest.events()).hasSize(36);
        trigger("later");

        lone.subList(1, 4).forEach(Insert::store);
        stored(fourth);
        awaitPublisherAsleep();
        assertThat(session.hasNoInsert()).isTrue();
        rest.store();

        assertThat(session.next().args()).containsExactly("[later]");
    }

    @Test
    void onlyALimitedNumberOfEventsIsSentWhileOneInsertIsUnanswered() throws Exception {
        onlineWithFirstEventStored(USUAL);
        trigger("slow");
        Insert slow = session.next();
        int window = USUAL.inFlight() * USUAL.batchSize();
        for (int i = 1; i < window; i++) {
            trigger(i);
            session.next().store();
        }

        trigger("further");
        assertThat(session.hasNoInsert()).isTrue();
        slow.store();
        Insert further = session.next();

        assertThat(further.args()).containsExactly("[further]");
        // It says what was settled when it was sent, which was after the slow one was stored.
        assertThat(further.events()).extracting(OutgoingEvent::settled).containsExactly(1L + window);
    }
}
