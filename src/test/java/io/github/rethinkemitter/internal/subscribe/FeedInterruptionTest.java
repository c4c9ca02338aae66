package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A feed that is opened again: from where, and that no event is lost or observed twice. */
class FeedInterruptionTest extends SubscriberFixture {

    @BeforeEach
    void startNow() {
        start(new PositionSettings(null, new StartPoint.Now(), HistoryLost.EARLIEST));
    }

    @Test
    void aFeedThatIsOpenedAgainReachesBackBehindThePositionAndRepeatsNoEvent() throws Exception {
        follow(script().ready()
                .live(at(1000, "a", 1), at(2000, "node"), at(3000, "a", 2))
                .proven(3000)
                .silence());

        var again = script().initial(
                        at(4000, "a", 3), at(3000, "a", 2), at(1000, "a", 1), at(3500, "node"), at(2000, "node"));
        follow(again.ready());

        assertThat(again.followedFrom).isEqualTo(FakeTime.BASE.plusMillis(3000).minus(OVERLAP));
        assertThat(observed).containsExactly("a1", "node", "a2", "node", "a3");
        assertThat(listener.reports).endsWith("caught up 2");
    }

    @Test
    void thePositionStaysBeforeEventsThatAreNotHandledYet() throws Exception {
        handleAtOnce = false;
        follow(script().ready()
                .live(at(1000, "a", 1), at(2000, "a", 2))
                .proven(2000)
                .silence());
        var early = script();
        follow(early);
        unhandled.forEach(subscriber::handled);
        var late = script();
        follow(late);

        assertThat(early.followedFrom).isEqualTo(FakeTime.BASE.plusMillis(1000).minus(OVERLAP));
        assertThat(late.followedFrom).isEqualTo(FakeTime.BASE.plusMillis(2000).minus(OVERLAP));
    }

    @Test
    void anEventFromTheFutureDoesNotMoveThePositionThere() throws Exception {
        follow(script().ready().live(at(99_000_000, "node")));
        var again = script();
        follow(again);

        assertThat(again.followedFrom).isBeforeOrEqualTo(time.now().minus(OVERLAP));
    }

    @Test
    void afterAnEventFromTheFutureAnInterruptionStillLosesNoEvent() throws Exception {
        follow(script().ready().live(at(3_600_000, "from the future")).silence());
        time.pass(Duration.ofMinutes(5));

        var again = script();
        follow(again.initial(at(20_000, "during")).ready());

        assertThat(again.followedFrom).isEqualTo(FakeTime.BASE.minus(OVERLAP));
        assertThat(observed).containsExactly("from the future", "during");
    }

    @Test
    void afterTheDatabaseClockIsSetBackTheFeedBeginsEarlier() throws Exception {
        follow(script().ready().proven(600_000));

        var again = script();
        follow(again);

        assertThat(again.followedFrom).isEqualTo(time.now().minus(OVERLAP)).isBefore(FakeTime.BASE.plusMillis(600_000));
    }

    @Test
    void eventsDeletedDuringAnInterruptionAreReportedOnce() throws Exception {
        var first = script();
        first.swept = FakeTime.BASE.minusSeconds(1);
        follow(first.ready().proven(1000));
        var early = List.copyOf(listener.reports);

        var again = script();
        again.swept = FakeTime.BASE.plusMillis(5000);
        follow(again.ready());
        var third = script();
        third.swept = FakeTime.BASE.plusMillis(5000);
        follow(third.ready());

        assertThat(early).noneMatch(report -> report.startsWith("missed"));
        assertThat(listener.reports)
                .filteredOn(report -> report.startsWith("missed"))
                .containsExactly("missed 0 1000..5000");
    }

    @Test
    void withoutEventsThePositionFollowsWhatTheFeedProved() throws Exception {
        follow(script().ready().silence(Duration.ofMinutes(10)).proven(590_000));

        var again = script();
        follow(again);

        assertThat(again.followedFrom)
                .isEqualTo(FakeTime.BASE.plusMillis(590_000).minus(OVERLAP));
    }

    @Test
    void anOverflowIsDistinguishedFromALostFeed() throws Exception {
        var overflowing = script().ready().item(new FeedItem.Overflowed("skipped 7 elements."));

        assertThat(follow(overflowing)).isEqualTo(new FollowEnd.Overflow("skipped 7 elements."));
        assertThat(follow(script().ready())).isInstanceOf(FollowEnd.Lost.class);
        assertThat(overflowing.closed).isTrue();
    }

    @Test
    void aBacklogLargerThanTheBufferIsReadInSlicesAndObservedInOrder() throws Exception {
        startWithBuffer(10);
        follow(script().ready());
        StoredEvent[] backlog = LongStream.rangeClosed(1, 250)
                .mapToObj(seq -> at(100 * seq, "a", seq))
                .toArray(StoredEvent[]::new);
        time.pass(Duration.ofMinutes(1));

        FollowEnd first = follow(script().initial(backlog).ready());
        var second = script().initial(backlog).initial(at(59_000, "a", 251)).ready();
        second.table.addAll(List.of(backlog));
        follow(second);

        assertThat(first).isInstanceOf(FollowEnd.Overflow.class);
        assertThat(second.slices).isBetween(7, 25); // of 40 events at most
        assertThat(observed)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 251)
                        .mapToObj(seq -> "a" + seq)
                        .toList());
        assertThat(listener.reports).endsWith("caught up 251");
        assertThat(subscriber.sequence.waiting()).isZero();
    }

    @Test
    void publishersAndIdsThatNoFeedReachesBackToAreForgotten() throws Exception {
        var script = script().ready()
                .live(at(1, "a", 1), at(1, "node"), at(2, "a", 2))
                .silence(Duration.ofHours(2))
                .proven(7_190_000);
        script.table.addAll(List.of(at(1, "a", 1), at(2, "a", 2)));
        script.live(at(7_200_000, "b", 1))
                .then(() -> observed.add(
                        subscriber.sequence.publishers() + " publisher, " + subscriber.sequence.ids() + " ids"));

        follow(script.live(at(7_200_001, "a", 3), at(7_200_002, "a", 4)));

        assertThat(observed).containsExactly("a1", "node", "a2", "b1", "1 publisher, 0 ids", "a3", "a4");
        assertThat(listener.reports).noneMatch(report -> report.startsWith("missed"));
    }
}
