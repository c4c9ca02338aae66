package io.github.rethinkemitter.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.Replay.Outcome;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replay gives to an observer. */
@Timeout(60)
class ReplaysTest {

    @Test
    void theObserverGetsAllEventsInOrderAndTheReplayEndsWithTheLast() throws Exception {
        try (var fixture = new ReplayFixture().storing(50)) {
            var running = fixture.of(TimelineQuery.all()).to("billing");
            fixture.handleAll(49);
            fixture.awaitGiven(50);
            assertThat(ReplayFixture.isDone(running)).isFalse();

            var last = fixture.given.get(49);
            last.listener().failed(last.event());

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(49, 1, true));
            assertThat(fixture.givenIds())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 50).mapToObj(String::valueOf).toList());
            assertThat(fixture.given)
                    .allSatisfy(event -> assertThat(event.observer()).isEqualTo("billing"));
            assertThat(fixture.opened.get(0).closed.getCount()).isZero();
            fixture.threads.get(0).join(30_000);
            assertThat(fixture.threads)
                    .hasSize(1)
                    .allSatisfy(thread -> assertThat(thread.isAlive()).isFalse());
            assertThat(fixture.replays.isRunBy(fixture.threads.get(0)))
                    .as("it is remembered")
                    .isFalse();
        }
    }

    @Test
    void aFewEventsAreUnderWayAtATime() throws Exception {
        try (var fixture = new ReplayFixture().storing(10)) {
            var running = fixture.of(TimelineQuery.all()).to("billing");
            fixture.awaitGiven(4);
            fixture.awaitWaiting();
            assertThat(fixture.given).hasSize(4);

            fixture.handle(2);

            fixture.awaitGiven(5);
            fixture.awaitWaiting();
            assertThat(fixture.given).hasSize(5);
            running.cancel();
        }
    }

    @Test
    void largeEventsAreUnderWayOneAtATime() throws Exception {
        try (var fixture = new ReplayFixture()) {
            IntStream.range(0, 3).forEach(number -> fixture.store("beep", number, 20_000));
            var running = fixture.of(TimelineQuery.all()).to("billing");
            fixture.awaitGiven(1);
            fixture.awaitWaiting();
            assertThat(fixture.given).hasSize(1);

            fixture.handleAll(3);

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(3, 0, true));
        }
    }

    @Test
    void anEventThatIsDoneMakesRoomForTheNext() throws Exception {
        try (var fixture = new ReplayFixture()) {
            IntStream.range(0, 4).forEach(number -> fixture.store("beep", number, 4_000));
            var running = fixture.of(TimelineQuery.all()).to("billing");
            fixture.awaitGiven(2);
            fixture.awaitWaiting();
            assertThat(fixture.given).hasSize(2);

            fixture.handle(0);

            fixture.awaitGiven(3);
            running.cancel();
        }
    }

    @Test
    void eventsOfTopicsThatTheObserverDoesNotObserveAreLeftOut() throws Exception {
        try (var fixture = new ReplayFixture()) {
            fixture.store("boop", 1, 10);
            fixture.store("beep", 2, 10);
            fixture.stored.add(StoredEvent.unread("3", ReplayFixture.NOW, "node-1", 1, 0, 0));
            var running = fixture.of(TimelineQuery.all()).to("billing");

            fixture.handleAll(1);

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(1, 0, true));
            assertThat(fixture.givenIds()).containsExactly("2");
        }
    }

    @Test
    void aReplayWithARateGivesEventsByTheClock() throws Exception {
        try (var fixture = new ReplayFixture().storing(3)) {
            var running = fixture.of(TimelineQuery.all()).perSecond(2).to("billing");
            fixture.awaitGiven(1);
            fixture.awaitWaiting();
            fixture.nanos.addAndGet(Duration.ofMillis(499).toNanos());
            fixture.awaitWaiting();
            assertThat(fixture.given).hasSize(1);

            fixture.nanos.addAndGet(Duration.ofMillis(1).toNanos());
            fixture.awaitGiven(2);
            fixture.nanos.addAndGet(Duration.ofMillis(500).toNanos());
            fixture.handleAll(3);

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(3, 0, true));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aRateThatIsNoneIsRefused(double rate) throws Exception {
        try (var fixture = new ReplayFixture()) {
            var replay = fixture.of(TimelineQuery.all());

            assertThatThrownBy(() -> replay.perSecond(rate))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("RTH0556 " + rate);
        }
    }

    @Test
    void anObserverThatThereIsNotIsRefusedWithTheNamesOfThoseThatThereAre() throws Exception {
        try (var fixture = new ReplayFixture()) {
            var replay = fixture.of(TimelineQuery.all());

            assertThatThrownBy(() -> replay.to("bilking"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("RTH0557 ")
                    .hasMessageContainingAll("\"bilking\"", "\"audit\", \"billing\"");
            assertThat(fixture.threads).isEmpty();
        }
    }

    @Test
    void aPatternThatIsNoneIsRefusedAtOnce() throws Exception {
        try (var fixture = new ReplayFixture()) {
            assertThatThrownBy(() -> fixture.of(TimelineQuery.ofTopic("a*b")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aQueryWithoutAnEndEndsWithTheEventsOfTheDatabasesTime() throws Exception {
        try (var fixture = new ReplayFixture()) {
            var from = ReplayFixture.NOW.minusSeconds(60);

            ReplayFixture.outcome(fixture.of(TimelineQuery.all().from(from)).to("billing"));

            var query = fixture.queries.get(0);
            assertThat(query.from()).contains(from);
            assertThat(query.to()).contains(ReplayFixture.NOW.plusMillis(1));
        }
    }

    @Test
    void aQueryThatBeginsInTheFutureChoosesNothing() throws Exception {
        try (var fixture = new ReplayFixture().storing(1)) {
            var running = fixture.of(TimelineQuery.all().from(ReplayFixture.NOW.plusSeconds(60)))
                    .to("billing");

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(0, 0, true));
            assertThat(fixture.queries).isEmpty();
        }
    }

    @Test
    void twoReplaysToOneObserverGoOnTogether() throws Exception {
        try (var fixture = new ReplayFixture().storing(20)) {
            var first = fixture.of(TimelineQuery.all()).to("billing");
            var second = fixture.of(TimelineQuery.all()).to("billing");

            fixture.handleAll(40);

            assertThat(ReplayFixture.outcome(first)).isEqualTo(new Outcome(20, 0, true));
            assertThat(ReplayFixture.outcome(second)).isEqualTo(new Outcome(20, 0, true));
        }
    }
}
