package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.ChannelStatus.Following.Phase;
import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.flow.FeedItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A subscriber tells how far it has come. */
class FollowCountsTest extends SubscriberFixture {

    private final List<FollowCounts> counts = new ArrayList<>();

    @BeforeEach
    void startNow() {
        start(new PositionSettings(null, new StartPoint.Now(), HistoryLost.EARLIEST));
    }

    private FollowCounts count() {
        counts.add(subscriber.counts());
        return counts.get(counts.size() - 1);
    }

    @Test
    void beforeTheSubscriptionBeginsNothingIsKnown() {
        assertThat(count()).isEqualTo(new FollowCounts(Phase.STARTING, null, null, null, Duration.ZERO, 0, null, 0, 0));
    }

    @Test
    void thePhaseIsThatOfTheFeedAndEndsWithIt() throws Exception {
        follow(script().then(this::count).ready().then(this::count));

        assertThat(counts).extracting(FollowCounts::phase).containsExactly(Phase.CATCHING_UP, Phase.LIVE);
        assertThat(count().phase()).isEqualTo(Phase.CATCHING_UP);
    }

    @Test
    void aBacklogThatDoesNotFitIsToldWhileItIsRead() throws Exception {
        startWithBuffer(2);

        follow(script().initial(at(1, "a", 1), at(2, "a", 2), at(3, "a", 3), at(4, "a", 4), at(5, "a", 5)));

        assertThat(count().phase()).isEqualTo(Phase.READING_BACKLOG);
    }

    @Test
    void aProofTellsHowFarTheFeedIsWholeAndGrowsOlder() throws Exception {
        follow(script().then(this::count)
                .ready()
                .proven(10_000)
                .then(() -> time.pass(Duration.ofSeconds(3)))
                .then(this::count));

        assertThat(counts.get(0).sinceProof()).isNull();
        assertThat(counts.get(0).provenUpTo()).isNull();
        assertThat(counts.get(1).sinceProof()).isEqualTo(Duration.ofSeconds(3));
        assertThat(counts.get(1).provenUpTo()).isEqualTo(FakeTime.BASE.plusSeconds(10));
        assertThat(counts.get(1).handledUpTo()).isEqualTo(FakeTime.BASE.plusSeconds(10));
    }

    @Test
    void theLagIsThatOfTheEventsThatAreHandledByTheClockOfTheDatabase() throws Exception {
        Instant now = FakeTime.BASE.plusSeconds(12);
        handleAtOnce = false;

        follow(script().ready()
                .live(at(4_000, "a", 1))
                .item(new FeedItem.Proven(FakeTime.BASE.plusSeconds(10), now))
                .then(() -> time.pass(Duration.ofSeconds(3)))
                .then(this::count)
                .then(() -> subscriber.handled(unhandled.get(0)))
                .then(this::count));

        assertThat(counts.get(0).handledUpTo()).isEqualTo(FakeTime.BASE.plusSeconds(4));
        assertThat(counts.get(0).lag()).isEqualTo(Duration.ofSeconds(12 + 3 - 4));
        assertThat(counts.get(1).handledUpTo()).isEqualTo(FakeTime.BASE.plusSeconds(10));
        assertThat(counts.get(1).lag()).isEqualTo(Duration.ofSeconds(12 + 3 - 10));
    }

    @Test
    void theLagIsNeverNegativeWhenTheDatabasesClockIsSetBack() throws Exception {
        follow(script().ready()
                .item(new FeedItem.Proven(FakeTime.BASE.plusSeconds(10), FakeTime.BASE.plusSeconds(5)))
                .then(this::count));

        assertThat(count().lag()).isZero();
    }

    @Test
    void theLagGrowsWhileNoFeedIsOpen() throws Exception {
        follow(script().ready().proven(0));

        time.pass(Duration.ofMinutes(5));

        assertThat(count().lag()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void eventsAreCountedAsHeldBehindAHoleThenAsReceivedAndTheHoleAsMissed() throws Exception {
        follow(script().ready()
                .live(at(1, "a", 1), at(5, "a", 4), at(6, "a", 5))
                .then(this::count)
                .silence(Duration.ofSeconds(3))
                .then(this::count));

        assertThat(counts.get(0).held()).isEqualTo(2);
        assertThat(counts.get(0).received()).isEqualTo(1);
        assertThat(counts.get(0).missed()).isZero();
        assertThat(counts.get(0).lastEvent()).isEqualTo(FakeTime.BASE.plusMillis(6));
        assertThat(counts.get(1).held()).isZero();
        assertThat(counts.get(1).received()).isEqualTo(3);
        assertThat(counts.get(1).missed()).isEqualTo(2);
    }

    @Test
    void anOlderEventThatComesLaterIsNotTheLastOne() throws Exception {
        follow(script().ready().live(at(9, "a", 1), at(3, "b", 1)));

        assertThat(count().lastEvent()).isEqualTo(FakeTime.BASE.plusMillis(9));
    }
}
