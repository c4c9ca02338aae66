package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ChannelStatus.Publishing;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A publisher tells what waits and what became of events. */
class PublishCountsTest extends PublisherFixture {

    private static void assertCounts(Publishing counts, long waiting, long underWay, long stored, long failed) {
        assertThat(List.of(counts.waiting(), counts.underWay(), counts.stored(), counts.failed()))
                .as("waiting, under way, stored, failed")
                .containsExactly(waiting, underWay, stored, failed);
    }

    @Test
    void eventsWaitWhileThereIsNoSessionAndTheOldestAgeIsTold() {
        var publisher = offline(USUAL);
        assertThat(publisher.counts()).isEqualTo(new Publishing(0, 0, Duration.ZERO, 0, 0));

        trigger("a");
        pass(Duration.ofMinutes(3));
        trigger("b");

        assertCounts(publisher.counts(), 2, 0, 0, 0);
        assertThat(publisher.counts().oldest()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
    }

    @Test
    void anEventIsUnderWayUntilItsAnswerEvenWhenItIsSentAgain() throws Exception {
        var publisher = onlineWithFirstEventStored(USUAL);
        assertCounts(publisher.counts(), 0, 0, 1, 0);

        var stage = trigger("a");
        pass(Duration.ofSeconds(10));
        var insert = session.next();
        assertCounts(publisher.counts(), 0, 1, 1, 0);
        insert.unknown();
        var again = session.next();
        trigger("b");

        assertCounts(publisher.counts(), 1, 1, 1, 0);
        assertThat(publisher.counts().oldest()).isGreaterThan(Duration.ofSeconds(10));
        again.store();
        stored(stage);
        session.next();
        assertCounts(publisher.counts(), 0, 1, 2, 0);
        assertThat(publisher.counts().oldest()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void theOldestIsTheFirstThatHasNoOutcomeYetWhenLaterOnesAreAnsweredBefore() throws Exception {
        var publisher = onlineWithFirstEventStored(USUAL);
        trigger("a");
        var first = session.next();
        pass(Duration.ofSeconds(10));
        var second = trigger("b");
        session.next().store();
        stored(second);

        assertCounts(publisher.counts(), 0, 1, 2, 0);
        assertThat(publisher.counts().oldest()).isGreaterThanOrEqualTo(Duration.ofSeconds(10));

        first.store();
        await().atMost(SOON).untilAsserted(() -> assertCounts(publisher.counts(), 0, 0, 3, 0));
        assertThat(publisher.counts().oldest()).isZero();
    }

    @Test
    void refusedEventsHaveFailed() throws Exception {
        var publisher = online(USUAL);
        var stage = trigger("a");

        session.next().verdicts(List.of(new Verdict.Refused("no")));

        failure(stage);
        assertCounts(publisher.counts(), 0, 0, 0, 1);
    }

    @Test
    void eventsThatFindNoRoomAndThoseThatAreKilledHaveFailed() throws Exception {
        var publisher = offline(settings(2, Overflow.FAIL, SOON, 10, 2));
        trigger("a");
        trigger("b");
        failure(trigger("c"));
        assertCounts(publisher.counts(), 2, 0, 0, 1);

        emitter().kill();

        assertCounts(publisher.counts(), 0, 0, 0, 3);
    }

    @Test
    void whatIsGivenUpAtTheStopHasFailed() throws Exception {
        var publisher = online(USUAL);
        trigger("a");
        session.next();
        trigger("b");

        publisher.close(AT_ONCE);

        await().atMost(SOON).untilAsserted(() -> assertCounts(publisher.counts(), 0, 0, 0, 2));
    }

    @Test
    void lateEventsAreUnderWayUntilTheyHaveTheirNewerTime() throws Exception {
        var publisher = online(USUAL);
        var stage = trigger("a");
        var insert = session.next();
        pass(LATE.plusSeconds(1));
        insert.storeAt(Instant.EPOCH);
        var restamp = session.nextRestamp();
        assertCounts(publisher.counts(), 0, 1, 0, 0);

        restamp.store();

        stored(stage);
        assertCounts(publisher.counts(), 0, 0, 1, 0);
    }
}
