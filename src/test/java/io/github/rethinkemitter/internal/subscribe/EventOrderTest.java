package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events of one publisher are observed in their order, and how holes between them are closed or skipped. */
class EventOrderTest extends SubscriberFixture {

    @BeforeEach
    void startNow() {
        start(new PositionSettings(null, new StartPoint.Now(), HistoryLost.EARLIEST));
    }

    @Test
    void displacedEventsAreObservedInOrderAndDoNotDelayOtherPublishers() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(3, "a", 3), at(3, "b", 1), at(4, "node"), at(2, "a", 2));

        follow(script);

        assertThat(observed).containsExactly("a1", "b1", "node", "a2", "a3");
        assertThat(script.lookups).isEmpty();
    }

    @Test
    void aHoleIsLookedUpTwiceThenReportedAndSkipped() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(5, "a", 4)).silence();

        script.then(() -> observed.add("still waiting")).silence().silence();
        follow(script);

        assertThat(script.lookups).containsExactly("a 2..3", "a 2..3");
        assertThat(observed).containsExactly("a1", "still waiting", "a4");
        assertThat(listener.reports).contains("missed 2 1..5");
    }

    @Test
    void aHoleThatALookupClosesIsNotReported() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(5, "a", 4)).silence(Duration.ofMillis(250));
        script.table.addAll(List.of(at(2, "a", 2), at(4, "a", 3)));

        follow(script.live(at(4, "a", 3)).silence(Duration.ofSeconds(3)));

        assertThat(observed).containsExactly("a1", "a2", "a3", "a4");
        assertThat(listener.reports).noneMatch(report -> report.startsWith("missed"));
    }

    @Test
    void aHoleBehindAnEventThatWasSentAgainIsLookedUpAtTheTimeOfItsNeighbours() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(80_000, "a", 2), at(5, "a", 4));
        script.table.add(at(4, "a", 3));

        follow(script.silence(Duration.ofSeconds(3)));

        assertThat(observed).containsExactly("a1", "a2", "a3", "a4");
        assertThat(listener.reports).noneMatch(report -> report.startsWith("missed"));
    }

    @Test
    void anEventThatComesAfterItsHoleWasSkippedIsObservedOnce() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(5, "a", 3)).silence(Duration.ofSeconds(3));

        follow(script.live(at(3, "a", 2), at(3, "a", 2), at(6, "a", 4)));

        assertThat(observed).containsExactly("a1", "a3", "a2", "a4");
    }

    @Test
    void aHoleIsSkippedEarlyWhenTheBufferIsFull() throws Exception {
        startWithBuffer(3);
        var script = script().ready().live(at(1, "a", 1), at(3, "a", 3), at(4, "a", 4), at(5, "a", 5));

        follow(script.then(() -> observed.add("full")).live(at(6, "a", 6)));

        assertThat(observed).containsExactly("a1", "full", "a3", "a4", "a5", "a6");
        assertThat(listener.reports).contains("missed 1 1..3");
        assertThat(subscriber.sequence.waiting()).isZero();
    }

    @Test
    void anEventThatItsPublisherMaySendAgainIsWaitedForLonger() throws Exception {
        var script = script().ready().live(at(1, "a", 1), notFirstOfInsert(5, "a", 4));

        follow(script.silence(Duration.ofSeconds(15))
                .live(notFirstOfInsert(20_000, "a", 2), notFirstOfInsert(20_000, "a", 3)));

        assertThat(observed).containsExactly("a1", "a2", "a3", "a4");
        assertThat(listener.reports).noneMatch(report -> report.startsWith("missed"));
    }

    @Test
    void anEventThatItsPublisherMaySendAgainIsWaitedForEvenWithAFullBuffer() throws Exception {
        startWithBuffer(3);
        var script = script().ready().live(at(1, "a", 1));
        LongStream.rangeClosed(3, 130).forEach(seq -> script.live(notFirstOfInsert(2, "a", seq)));

        follow(script.live(notFirstOfInsert(4_000, "a", 2)));

        assertThat(observed)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 130)
                        .mapToObj(seq -> "a" + seq)
                        .toList());
        assertThat(listener.reports).noneMatch(report -> report.startsWith("missed"));
    }

    @Test
    void aHoleOfAPublisherThatFellSilentIsSkippedInTheEnd() throws Exception {
        var script = script().ready().live(at(1, "a", 1), notFirstOfInsert(5, "a", 3));

        follow(script.silence(Duration.ofSeconds(15))
                .then(() -> observed.add("still waiting"))
                .silence(Duration.ofSeconds(15)));

        assertThat(observed).containsExactly("a1", "still waiting", "a3");
        assertThat(listener.reports).contains("missed 1 1..5");
    }

    @Test
    void aHoleIsSkippedWhenItsPublisherSaysThatItsNumbersAreSettled() throws Exception {
        var script = script().ready().live(at(1, "a", 1), notFirstOfInsert(5, "a", 3));

        follow(script.silence(Duration.ofSeconds(5)).live(at(5_000, "a", 4)).then(() -> observed.add("done")));

        assertThat(observed).containsExactly("a1", "a3", "a4", "done");
        assertThat(listener.reports).contains("missed 1 1..5");
    }

    @Test
    void aFailedLookupEndsTheFeedAndIsRepeatedOnTheNext() throws Exception {
        var failing = script().ready().live(at(1, "a", 5));
        failing.lookupsFail = true;
        var good = script().ready();
        good.table.add(at(1, "a", 4));

        FollowEnd end = follow(failing);
        follow(good);

        assertThat(end).isInstanceOf(FollowEnd.Lost.class);
        assertThat(observed).containsExactly("a4", "a5");
    }

    @Test
    void afterAnInterruptionAHoleIsWaitedForAnew() throws Exception {
        follow(script().ready().live(at(1, "a", 1), at(3, "a", 3)));
        time.pass(Duration.ofMinutes(5));

        follow(script().ready().live(at(2, "a", 2)));

        assertThat(observed).containsExactly("a1", "a2", "a3");
    }

    @Test
    void anImpossiblyLargeNumberDoesNotDisturbTheOrder() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(2, "a", (1L << 53) - 1), at(3, "a", 2));

        follow(script.silence(Duration.ofMinutes(2)));

        assertThat(observed).containsExactly("a1", "a9007199254740991", "a2");
        assertThat(listener.reports).noneMatch(report -> report.startsWith("missed"));
    }

    @Test
    void eventsOfTooManyBytesDoNotWaitBehindAHole() throws Exception {
        var script = script().ready().live(heavy(1));
        LongStream.rangeClosed(3, 17).forEach(seq -> script.live(heavy(seq)));
        script.then(() -> observed.add("held"));

        follow(script.live(heavy(18)).then(() -> observed.add("let go")));

        assertThat(observed.subList(0, 2)).containsExactly("a1", "held");
        assertThat(observed).endsWith("a17", "a18", "let go");
    }

    // An event that is not the first of its insert, so it does not tell what is settled.
    private static StoredEvent notFirstOfInsert(long millis, String src, long seq) {
        return new StoredEvent(
                src + seq, FakeTime.BASE.plusMillis(millis), src, seq, "topic", "[\"topic\"]", true, null);
    }
}
