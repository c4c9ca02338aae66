package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the start of a subscription to its first events, and what a feed brings that is no event. */
class SubscriberTest extends SubscriberFixture {

    @BeforeEach
    void startNow() {
        start(new PositionSettings(null, new StartPoint.Now(), HistoryLost.EARLIEST));
    }

    @Test
    void eventsFromBeforeTheSubscriptionAreNotObservedAndShowWhichNumberComesNext() throws Exception {
        var script = script().initial(at(-100, "a", 2), at(-200, "a", 1), at(-50, "node"))
                .ready();

        script.live(at(-200, "a", 1), at(-50, "node"), at(10, "a", 3));
        follow(script);

        assertThat(observed).containsExactly("a3");
        assertThat(script.lookups).isEmpty();
        assertThat(script.followedFrom).isEqualTo(FakeTime.BASE.minus(OVERLAP));
    }

    @Test
    void eventsStoredWhileTheFeedIsOpenedAreObservedInOrder() throws Exception {
        var script = script().initial(at(3, "a", 2)).live(at(9, "a", 3)).initial(at(1, "a", 1), at(2, "node"));

        follow(script.ready());

        assertThat(observed).containsExactly("a1", "node", "a2", "a3");
    }

    @Test
    void readinessIsReportedAfterTheEventsThatWereHeldBack() throws Exception {
        var script =
                script().live(at(1, "a", 1)).then(() -> observed.add("opening")).ready();

        follow(script.live(at(2, "a", 2)), () -> listener.reports.add("ready after " + observed));

        assertThat(observed).containsExactly("opening", "a1", "a2");
        assertThat(listener.reports).containsExactly("ready after [opening, a1]");
    }

    @Test
    void aFillerDocumentClosesItsPlaceInTheSequenceAndIsNotObserved() throws Exception {
        var filler = new StoredEvent("filler", FakeTime.BASE.plusMillis(2), "a", 2, "", "[]", true, null);

        follow(script().ready().live(at(1, "a", 1), filler, at(3, "a", 3)));

        assertThat(observed).containsExactly("a1", "a3");
    }

    @Test
    void ownEventsAreNotObservedWithoutLoopback() throws Exception {
        startWithoutLoopback();

        follow(script().ready().live(at(1, "own", 1), at(2, "a", 1)));

        assertThat(observed).containsExactly("a1");
    }

    @Test
    void anInterruptAtAFullSinkLosesNoEvent() throws Exception {
        var script = script().ready().live(at(1, "a", 1));
        interruptNext = true;

        assertThatThrownBy(() -> follow(script)).isInstanceOf(InterruptedException.class);
        follow(script().initial(at(1, "a", 1)).ready());

        assertThat(observed).containsExactly("a1");
    }

    @Test
    void aFeedIsGivenUpWhenItBringsTooManyBytesBeforeItIsReady() throws Exception {
        var script = script();
        LongStream.rangeClosed(1, 9).forEach(seq -> script.live(heavy(seq)));

        assertThat(follow(script.ready())).isInstanceOf(FollowEnd.Overflow.class);
    }

    @Test
    void malformedDocumentsAreReportedAtMostOnceAMinute() throws Exception {
        var bad = new FeedItem.Malformed("17", "no args");
        var script = script().ready()
                .item(bad)
                .item(bad)
                .item(bad)
                .silence(Duration.ofMinutes(1))
                .item(bad);

        follow(script.live(at(1, "a", 1)));

        assertThat(observed).containsExactly("a1");
        assertThat(listener.reports.stream().filter(report -> report.startsWith("error")))
                .hasSize(2)
                .allMatch(report -> report.startsWith("error SUBSCRIBE RTH0306 document \"17\""))
                .last()
                .asString()
                .contains("2 others");
    }
}
