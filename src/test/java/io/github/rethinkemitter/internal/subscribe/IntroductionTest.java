package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishers that the subscription did not know: with which of their events it begins. */
class IntroductionTest extends SubscriberFixture {

    @BeforeEach
    void startNow() {
        start(new PositionSettings(null, new StartPoint.Now(), HistoryLost.EARLIEST));
    }

    @Test
    void earlierEventsOfANewPublisherAreLookedUpAtOnceAndNotWaitedFor() throws Exception {
        var script = script().ready();
        script.table.add(at(1, "a", 6));

        follow(script.live(at(2, "a", 7), at(3, "b", 9)));

        assertThat(observed).containsExactly("a6", "a7", "b9");
        assertThat(script.lookups).containsExactly("a 1..6", "b 1..8");
        assertThat(listener.reports).noneMatch(report -> report.startsWith("missed"));
    }

    @Test
    void eventsThatWereNotSettledWhenTheFirstOneWasSentComeBeforeIt() throws Exception {
        var script = script().ready().live(at(2, "a", 7).withSettled(4)).silence(Duration.ofSeconds(10));

        follow(script.live(at(9_000, "a", 6).withSettled(4), at(9_000, "a", 5), at(9_001, "a", 8)));

        assertThat(observed).containsExactly("a5", "a6", "a7", "a8");
    }

    @Test
    void thePublishersFirstEventComesBeforeItsSecond() throws Exception {
        var script = script().ready().live(at(2, "a", 2).withSettled(0)).silence(Duration.ofSeconds(10));

        follow(script.live(at(9_000, "a", 1)));

        assertThat(observed).containsExactly("a1", "a2");
    }

    @Test
    void anEventThatDoesNotTellWhatIsSettledWaitsForTheFirstOfItsInsert() throws Exception {
        var script = script().ready().live(notFirstOfInsert(2, "a", 7), notFirstOfInsert(2, "a", 8));

        follow(script.live(at(2, "a", 6).withSettled(4))
                .silence(Duration.ofSeconds(10))
                .live(at(9_000, "a", 5)));

        assertThat(script.lookups.get(0)).isEqualTo("a 1..5");
        assertThat(observed).containsExactly("a5", "a6", "a7", "a8");
    }

    @Test
    void whenNoEventTellsWhatIsSettledALookupFollowsAfterATenthOfTheOrderWait() throws Exception {
        var script = script().ready().live(notFirstOfInsert(2, "a", 7));
        script.table.add(notFirstOfInsert(1, "a", 6));
        script.then(() -> listener.reports.add("asked " + script.lookups));

        follow(script.silence(Duration.ofMillis(200)).then(() -> listener.reports.add("asked " + script.lookups)));

        assertThat(listener.reports).containsSubsequence("asked []", "asked [a 1..6]");
        assertThat(observed).containsExactly("a6", "a7");
    }

    @Test
    void aLookupMayTellWhatIsSettled() throws Exception {
        var script = script().ready().live(notFirstOfInsert(2, "a", 7));
        script.table.add(at(1, "a", 6).withSettled(4));

        follow(script.silence(Duration.ofSeconds(10)).live(at(9_000, "a", 5)));

        assertThat(observed).containsExactly("a5", "a6", "a7");
    }

    @Test
    void unsettledEventsFromBeforeTheFirstOneAreSkippedWithoutAReport() throws Exception {
        var script = script().ready().live(at(3_600_000, "a", 7).withSettled(5));

        follow(script.silence(Duration.ofSeconds(31)));

        assertThat(observed).containsExactly("a7");
        assertThat(listener.reports).noneMatch(report -> report.startsWith("missed"));
    }

    @Test
    void missingEventsThatMayBeOlderThanTheSubscriptionAreNotReported() throws Exception {
        var script = script().ready().live(at(2, "a", 7), at(2, "a", 9));

        follow(script.silence(Duration.ofSeconds(31)));

        assertThat(observed).containsExactly("a7", "a9");
        assertThat(listener.reports).noneMatch(report -> report.startsWith("missed"));
    }

    @Test
    void missingEventsThatAreNewerThanTheSubscriptionAreReported() throws Exception {
        var script = script().ready().live(at(3_600_000, "a", 7), at(3_600_000, "a", 9));

        follow(script.silence(Duration.ofSeconds(31)));

        assertThat(observed).containsExactly("a7", "a9");
        assertThat(listener.reports).contains("missed 1 3600000..3600000");
    }

    private static StoredEvent notFirstOfInsert(long millis, String src, long seq) {
        return at(millis, src, seq).withSettled(StoredEvent.SETTLED_UNKNOWN);
    }
}
