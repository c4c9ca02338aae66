package io.github.rethinkemitter.internal.subscribe;

import static io.github.rethinkemitter.internal.subscribe.FakeTime.BASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A position that outlives the process: where the next process continues, and which events it delivers again. */
class LastingSubscriberTest extends SubscriberFixture {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @BeforeEach
    void startNow() {
        start(new StartPoint.Now(), HistoryLost.EARLIEST);
    }

    @Test
    void theStartPositionIsWrittenBeforeAnyEventIsObserved() throws Exception {
        var script = script();
        script.then(() -> listener.reports.add("written " + script.saved.size()));

        follow(script.ready());

        assertThat(script.claimed).isEqualTo(new Subscription("orders", "own"));
        assertThat(listener.reports).containsExactly("written 1", "ready");
        assertThat(script.saved.get(0).position()).isEqualTo(BASE);
        assertThat(script.saved.get(0).start()).isEqualTo(BASE);
        assertThat(script.lasting.get(0)).isTrue();
    }

    @Test
    void whenTheStartPositionCannotBeWrittenNoEventIsObserved() throws Exception {
        var failing = script().initial(at(1, "a", 1)).ready();
        failing.saveResult = new SaveResult.Failed(new IOException("disk full"));

        FollowEnd end = follow(failing);
        var observedBefore = List.copyOf(observed);
        follow(script().initial(at(1, "a", 1)).ready());

        assertThat(end).isEqualTo(new FollowEnd.Lost(((SaveResult.Failed) failing.saveResult).cause()));
        assertThat(observedBefore).isEmpty();
        assertThat(observed).containsExactly("a1");
    }

    @Test
    void thePublishersAtTheStartAreWrittenBeforeReadinessIsReported() throws Exception {
        var script = script().initial(at(-500, "a", 2));
        var failed = new SaveResult.Failed(new IOException("disk full"));

        FollowEnd end = follow(script.then(() -> script.saveResult = failed).ready());
        var reportsBefore = List.copyOf(listener.reports);
        follow(script().initial(at(-500, "a", 2)).ready());

        assertThat(end).isEqualTo(new FollowEnd.Lost(failed.cause()));
        assertThat(reportsBefore).doesNotContain("ready");
        assertThat(last(script).startRecorded()).isTrue();
        assertThat(last(script).marks()).containsOnlyKeys("a");
        assertThat(listener.reports).contains("ready");
        assertThat(observed).isEmpty();
    }

    @Test
    void anEventWithAnOldTimeByASlowClockIsObservedAfterACrash() throws Exception {
        var script = script().ready();
        follow(script);
        start(new StartPoint.Now(), HistoryLost.EARLIEST);

        follow(resuming(last(script)).initial(at(-500, "a", 1)).ready());

        assertThat(observed).containsExactly("a1");
    }

    @Test
    void aPublisherThatWasSilentForTenMinutesIsStillKnownAfterARestart() throws Exception {
        var script = script().ready().live(at(0, "a", 1)).silence(Duration.ofMinutes(10));
        follow(script.live(at(600_000, "b", 1)));
        var bookmark = stopped(script);
        start(new StartPoint.Now(), HistoryLost.EARLIEST);

        follow(resuming(bookmark)
                .ready()
                .live(at(600_500, "a", 3))
                .silence(SECOND)
                .live(at(601_000, "a", 2)));

        assertThat(observed).containsExactly("a2", "a3");
    }

    @Test
    void eventsThatAreNotHandledYetComeAgainAfterARestart() throws Exception {
        handleAtOnce = false;
        var script = script().ready().live(at(1000, "a", 1), at(2000, "a", 2), at(2000, "node"), at(3000, "a", 3));
        script.then(() ->
                List.of(at(2000, "a", 2), at(2000, "node"), at(3000, "a", 3)).forEach(subscriber::handled));
        follow(script.proven(5000).silence(SECOND));

        start(new StartPoint.Now(), HistoryLost.EARLIEST);
        var again = resuming(last(script));
        follow(again.initial(at(1000, "a", 1), at(2000, "a", 2), at(2000, "node"), at(3000, "a", 3))
                .ready());

        assertThat(script.saved)
                .allSatisfy(bookmark -> assertThat(bookmark.position()).isBeforeOrEqualTo(BASE.plusMillis(1000)));
        assertThat(again.followedFrom).isEqualTo(BASE.plusMillis(1000).minus(OVERLAP));
        assertThat(observed).containsExactly("a1");
    }

    @Test
    void aRestartContinuesBehindTheHandledEvents() throws Exception {
        var script = script().ready().live(at(1000, "a", 1), at(1000, "node"), at(2000, "a", 2));
        follow(script);
        var bookmark = stopped(script);
        start(new StartPoint.Now(), HistoryLost.EARLIEST);
        time.pass(Duration.ofHours(1));

        follow(resuming(bookmark)
                .initial(at(9000, "a", 4), at(1000, "a", 1), at(2000, "a", 2), at(1000, "node"), at(8000, "a", 3))
                .initial(at(-500, "committed late"), at(7000, "node too"))
                .ready());

        assertThat(observed).containsExactly("committed late", "node too", "a3", "a4");
        assertThat(listener.reports).endsWith("ready", "caught up 4");
    }

    @Test
    void afterACrashEventsThatMayHaveBeenHandledAreMarkedAsRedelivered() throws Exception {
        var script = secondSession();
        follow(script.live(at(1000, "a", 1)).silence(SECOND));
        start(new StartPoint.Now(), HistoryLost.EARLIEST);

        follow(resuming(last(script))
                .initial(at(1000, "a", 1), at(2000, "a", 2))
                .live(at(3000, "a", 3))
                .ready());
        follow(script().initial(at(4000, "a", 4)).ready());

        assertThat(delivered)
                .extracting(delivery -> delivery.event().id(), Delivery::redelivered)
                .containsExactly(tuple("a2", true), tuple("a3", false), tuple("a4", false));
    }

    @Test
    void afterAnOrderlyStopNoEventIsMarkedAsRedelivered() throws Exception {
        var script = script().ready().live(at(1000, "a", 1));
        follow(script);
        var bookmark = stopped(script);
        start(new StartPoint.Now(), HistoryLost.EARLIEST);

        follow(resuming(bookmark).initial(at(2000, "a", 2)).ready());

        assertThat(bookmark.whole()).isTrue();
        assertThat(delivered).singleElement().matches(delivery -> !delivery.redelivered());
    }

    @Test
    void lostHistoryIsReportedAndTheEventsThatAreLeftAreObserved() throws Exception {
        start(new StartPoint.Now(), HistoryLost.EARLIEST);

        follow(historyLost().initial(at(9000, "a", 7)).ready());

        assertThat(observed).containsExactly("a7");
        assertThat(listener.reports).containsExactly("missed 0 1000..5000", "ready", "caught up 1");
    }

    @Test
    void withLatestOnlyNewEventsAreObservedAfterHistoryWasLost() throws Exception {
        start(new StartPoint.Now(), HistoryLost.LATEST);
        time.pass(Duration.ofSeconds(10));

        follow(historyLost().initial(at(9000, "a", 7)).ready().live(at(10_001, "a", 8)));

        assertThat(observed).containsExactly("a8");
        assertThat(listener.reports).containsExactly("missed 0 1000..5000", "ready");
    }

    @Test
    void withFailNoEventIsObservedAfterHistoryWasLost() throws Exception {
        start(new StartPoint.Now(), HistoryLost.FAIL);

        FollowEnd end = follow(historyLost().initial(at(9000, "a", 7)).ready());
        follow(historyLost());

        assertThat(end)
                .isInstanceOfSatisfying(
                        FollowEnd.Lost.class,
                        lost -> assertThat(lost.cause())
                                .hasMessageContainingAll("RTH0312", "\"orders\"", "on-history-lost"));
        assertThat(observed).isEmpty();
        assertThat(listener.reports).containsExactly("missed 0 1000..5000");
    }

    @Test
    void fromTheEarliestAllStoredEventsAreObserved() throws Exception {
        start(new StartPoint.Earliest(), HistoryLost.EARLIEST);
        var script = script().initial(at(-9_000_000, "a", 4), at(-8_000_000, "node"));

        follow(script.ready());

        assertThat(script.followedFrom).isEqualTo(Instant.EPOCH);
        assertThat(observed).containsExactlyInAnyOrder("a4", "node");
        assertThat(listener.reports).endsWith("caught up 2");
    }

    @Test
    void fromAnInstantOnlyEventsThatAreNotOlderAreObserved() throws Exception {
        start(new StartPoint.At(BASE.minusSeconds(5)), HistoryLost.EARLIEST);
        var script = script().initial(at(-5000, "a", 4), at(-5001, "a", 3), at(-5001, "old"), at(-5000, "node"));

        follow(script.ready().live(at(1, "a", 5)));

        assertThat(script.saved.get(0).start()).isEqualTo(BASE.minusSeconds(5));
        assertThat(observed).containsExactlyInAnyOrder("a4", "node", "a5");
        assertThat(listener.reports).endsWith("caught up 2");
    }

    private void start(StartPoint start, HistoryLost lost) {
        start(new PositionSettings("orders", start, lost));
    }

    /** The second session of a subscription: its start is written, and nothing is written on this session yet. */
    private FeedScript secondSession() throws InterruptedException {
        follow(script().ready());
        var script = script().ready();
        time.pass(Duration.ofMillis(1));
        return script;
    }

    private Bookmark stopped(FeedScript script) {
        assertThat(subscriber.close(script, true).toCompletableFuture()).isCompletedWithValue(new SaveResult.Saved());
        return last(script);
    }

    private FeedScript resuming(Bookmark bookmark) {
        var script = script();
        script.claim = new PositionClaim(bookmark, Instant.MIN);
        return script;
    }

    private FeedScript historyLost() {
        Instant position = BASE.plusMillis(1000);
        var script = script();
        script.claim = new PositionClaim(
                new Bookmark(position, position, BASE, true, Map.of(), List.of(), true, 0), BASE.plusMillis(5000));
        return script;
    }

    private static Bookmark last(FeedScript script) {
        return script.saved.get(script.saved.size() - 1);
    }
}
