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
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A position that outlives the process: when it is written, and how one goes on from it. */
class LastingSubscriberTest extends SubscriberFixture {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @BeforeEach
    void begin() {
        start(new StartPoint.Now(), HistoryLost.EARLIEST);
    }

    @Test
    void theBeginningIsWrittenBeforeAnythingIsObserved() throws Exception {
        var script = script();
        script.then(() -> signals.told.add("written " + script.saved.size()));

        follow(script.ready());

        assertThat(script.claimed).isEqualTo(new Subscription("orders", "own"));
        assertThat(signals.told).containsExactly("written 1", "ready");
        assertThat(script.saved.get(0).position()).isEqualTo(BASE);
        assertThat(script.saved.get(0).start()).isEqualTo(BASE);
        assertThat(script.lasting.get(0)).isTrue();
    }

    @Test
    void withoutAWrittenBeginningNothingIsObserved() throws Exception {
        var failing = script().initial(at(1, "a", 1)).ready();
        failing.saveResult = new SaveResult.Failed(new IOException("disk full"));

        FollowEnd end = follow(failing);
        var nothing = observed();
        follow(script().initial(at(1, "a", 1)).ready());

        assertThat(end).isEqualTo(new FollowEnd.Lost(((SaveResult.Failed) failing.saveResult).cause()));
        assertThat(nothing).isEmpty();
        assertThat(observed()).containsExactly("a1");
    }

    @Test
    void whatWasThereIsWrittenBeforeReadinessIsTold() throws Exception {
        var script = script().initial(at(-500, "a", 2));
        var failed = new SaveResult.Failed(new IOException("disk full"));

        FollowEnd end = follow(script.then(() -> script.saveResult = failed).ready());
        var told = List.copyOf(signals.told);
        follow(script().initial(at(-500, "a", 2)).ready());

        assertThat(end).isEqualTo(new FollowEnd.Lost(failed.cause()));
        assertThat(told).doesNotContain("ready");
        assertThat(last(script).startRecorded()).isTrue();
        assertThat(last(script).marks()).containsOnlyKeys("a");
        assertThat(signals.told).contains("ready");
        assertThat(observed()).isEmpty();
    }

    @Test
    void whatHasAnOldTimeByASlowClockOutlivesACrash() throws Exception {
        var script = script().ready();
        follow(script);
        start(new StartPoint.Now(), HistoryLost.EARLIEST);

        follow(resuming(last(script)).initial(at(-500, "a", 1)).ready());

        assertThat(observed()).containsExactly("a1");
    }

    @Test
    void whoWasSilentForLongIsStillKnownAfterARestart() throws Exception {
        var script = script().ready().live(at(0, "a", 1)).silence(Duration.ofMinutes(10));
        follow(script.live(at(600_000, "b", 1)));
        var bookmark = stopped(script);
        start(new StartPoint.Now(), HistoryLost.EARLIEST);

        follow(resuming(bookmark)
                .ready()
                .live(at(600_500, "a", 3))
                .silence(SECOND)
                .live(at(601_000, "a", 2)));

        assertThat(observed()).containsExactly("a2", "a3");
    }

    @Test
    void whileThereIsSomethingNewItIsWrittenEverySecond() throws Exception {
        var script = script().ready();
        for (int i = 1; i <= 30; i++) {
            script.then(() -> time.pass(Duration.ofMillis(100))).live(at(100L * i, "a", i));
        }
        script.proven(3000).silence(Duration.ofSeconds(30));

        follow(script);

        // The beginning and the first word on this session, then one a second, and the rest.
        assertThat(script.saved).hasSize(2 + 3 + 1);
        assertThat(last(script).position()).isEqualTo(BASE.plusMillis(3000));
        assertThat(script.lasting.subList(1, 6)).containsOnly(false);
    }

    @Test
    void itIsWrittenEveryThousandEvents() throws Exception {
        var script = script().ready();

        follow(script.live(
                LongStream.rangeClosed(1, 2_500).mapToObj(i -> at(i, "a", i)).toArray(StoredEvent[]::new)));

        assertThat(script.saved.subList(2, script.saved.size()))
                .extracting(bookmark -> bookmark.marks().get("a").next())
                .containsExactly(1_001L, 2_001L);
    }

    @Test
    void documentsWithoutANumberAreWrittenDownEachOnceHoweverManyTheyAre() throws Exception {
        var script = script().ready();

        follow(script.live(LongStream.rangeClosed(1, 2_500)
                .mapToObj(i -> at(i, "node" + i))
                .toArray(StoredEvent[]::new)));
        subscriber.close(script, true);

        assertThat(script.saved.stream().flatMap(bookmark -> bookmark.seen().stream()))
                .hasSize(2_500)
                .doesNotHaveDuplicates();
    }

    @Test
    void oneIsWrittenAtATime() throws Exception {
        var script = begun();
        script.savesWait = true;
        script.live(at(1, "a", 1)).silence(SECOND).live(at(2, "a", 2)).silence(SECOND.multipliedBy(60));
        script.then(() -> {
            signals.told.add("writes " + script.saved.size());
            script.saves.get(0).complete(new SaveResult.Saved());
        });

        follow(script.silence());

        assertThat(signals.told).contains("writes 1");
        assertThat(script.saved).hasSize(2);
        assertThat(last(script).marks().get("a").next()).isEqualTo(3);
    }

    @Test
    void whatObserversStillHoldIsNotWrittenAsHandled() throws Exception {
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
        assertThat(observed()).containsExactly("a1");
    }

    @Test
    void aRestartGoesOnBehindWhatWasHandled() throws Exception {
        var script = script().ready().live(at(1000, "a", 1), at(1000, "node"), at(2000, "a", 2));
        follow(script);
        var bookmark = stopped(script);
        start(new StartPoint.Now(), HistoryLost.EARLIEST);
        time.pass(Duration.ofHours(1));

        follow(resuming(bookmark)
                .initial(at(9000, "a", 4), at(1000, "a", 1), at(2000, "a", 2), at(1000, "node"), at(8000, "a", 3))
                .initial(at(-500, "committed late"), at(7000, "node too"))
                .ready());

        assertThat(observed()).containsExactly("committed late", "node too", "a3", "a4");
        assertThat(signals.told).endsWith("ready", "caught up 4");
    }

    @Test
    void whatWasHandledAfterTheLastWriteComesAgainAndIsToldToBeAgain() throws Exception {
        var script = begun();
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
    void afterAnOrderlyStopNothingIsToldToBeAgain() throws Exception {
        var script = script().ready().live(at(1000, "a", 1));
        follow(script);
        var bookmark = stopped(script);
        start(new StartPoint.Now(), HistoryLost.EARLIEST);

        follow(resuming(bookmark).initial(at(2000, "a", 2)).ready());

        assertThat(bookmark.whole()).isTrue();
        assertThat(delivered).singleElement().matches(delivery -> !delivery.redelivered());
    }

    @Test
    void whoIsOvertakenIsToldOnceGoesOnAndWritesNoMore() throws Exception {
        var script = begun();
        script.saveResult = new SaveResult.TakenOver("other");
        script.live(at(1, "a", 1)).silence(SECOND).live(at(2, "a", 2)).silence(SECOND.multipliedBy(5));

        follow(script.live(at(3, "a", 3)));
        var after = script();
        follow(after.ready().live(at(4, "a", 4)).silence(SECOND.multipliedBy(5)));
        var last = subscriber.close(after, true).toCompletableFuture();

        assertThat(script.saved).hasSize(1);
        assertThat(after.saved).isEmpty();
        assertThat(last).isCompleted();
        assertThat(observed()).containsExactly("a1", "a2", "a3", "a4");
        assertThat(errors())
                .singleElement()
                .asString()
                .startsWith("error SUBSCRIBE RTH0311")
                .contains("\"orders\"", "other");
    }

    @Test
    void aWriteThatFailsIsToldOnceUntilOneSucceeds() throws Exception {
        var failed = new SaveResult.Failed(new IOException("disk full"));
        var script = begun();
        script.saveResult = failed;
        script.live(at(1, "a", 1)).silence(SECOND.multipliedBy(5)).then(() -> {
            signals.told.add("failed " + script.saved.size());
            script.saveResult = new SaveResult.Saved();
        });
        script.silence(SECOND.multipliedBy(5)).then(() -> {
            signals.told.add("saved " + script.saved.size());
            script.saveResult = failed;
        });

        follow(script.live(at(2, "a", 2)).silence(SECOND.multipliedBy(3)));

        assertThat(errors())
                .hasSize(2)
                .allSatisfy(error ->
                        assertThat(error).startsWith("error SUBSCRIBE RTH0310").contains("disk full"));
        assertThat(signals.told).contains("failed 6", "saved 7");
    }

    @Test
    void theLastWordWaitsForTheWriteUnderWayAndIsTheLast() throws Exception {
        var script = begun();
        script.savesWait = true;
        follow(script.live(at(1, "a", 1)).silence(SECOND));

        var last = subscriber.close(script, true).toCompletableFuture();
        int before = script.saved.size();
        subscriber.handled(at(2, "a", 2));
        script.saves.get(0).complete(new SaveResult.Failed(new IOException("no answer")));
        script.saves.get(1).complete(new SaveResult.Saved());
        time.pass(SECOND.multipliedBy(60));
        subscriber.handled(at(3, "a", 3));

        assertThat(before).isEqualTo(1);
        assertThat(last).isCompletedWithValue(new SaveResult.Saved());
        assertThat(script.saved).hasSize(2);
        assertThat(last(script).whole()).isTrue();
        assertThat(last(script).marks().get("a").next()).isEqualTo(3);
        assertThat(script.lasting).containsExactly(false, true);
    }

    @Test
    void aStopBeforeTheFirstFeedWritesNothing() {
        var script = script();

        var last = subscriber.close(script, true).toCompletableFuture();

        assertThat(last).isCompletedWithValue(new SaveResult.Saved());
        assertThat(script.saved).isEmpty();
    }

    @Test
    void lostHistoryIsToldAndWhatIsLeftIsObserved() throws Exception {
        start(new StartPoint.Now(), HistoryLost.EARLIEST);

        follow(historyLost().initial(at(9000, "a", 7)).ready());

        assertThat(observed()).containsExactly("a7");
        assertThat(signals.told).containsExactly("missed 0 1000..5000", "ready", "caught up 1");
    }

    @Test
    void withLatestOnlyWhatIsNewIsObserved() throws Exception {
        start(new StartPoint.Now(), HistoryLost.LATEST);
        time.pass(Duration.ofSeconds(10));

        follow(historyLost().initial(at(9000, "a", 7)).ready().live(at(10_001, "a", 8)));

        assertThat(observed()).containsExactly("a8");
        assertThat(signals.told).containsExactly("missed 0 1000..5000", "ready");
    }

    @Test
    void withFailNothingIsObservedUntilSomebodyDecides() throws Exception {
        start(new StartPoint.Now(), HistoryLost.FAIL);

        FollowEnd end = follow(historyLost().initial(at(9000, "a", 7)).ready());
        follow(historyLost());

        assertThat(end)
                .isInstanceOfSatisfying(
                        FollowEnd.Lost.class,
                        lost -> assertThat(lost.cause())
                                .hasMessageContainingAll("RTH0312", "\"orders\"", "on-history-lost"));
        assertThat(observed()).isEmpty();
        assertThat(signals.told).containsExactly("missed 0 1000..5000");
    }

    @Test
    void fromTheEarliestAllThatIsStoredIsObserved() throws Exception {
        start(new StartPoint.Earliest(), HistoryLost.EARLIEST);
        var script = script().initial(at(-9_000_000, "a", 4), at(-8_000_000, "node"));

        follow(script.ready());

        assertThat(script.followedFrom).isEqualTo(Instant.EPOCH);
        assertThat(observed()).containsExactlyInAnyOrder("a4", "node");
        assertThat(signals.told).endsWith("caught up 2");
    }

    @Test
    void fromAnInstantOnlyWhatIsNotOlderIsObserved() throws Exception {
        start(new StartPoint.At(BASE.minusSeconds(5)), HistoryLost.EARLIEST);
        var script = script().initial(at(-5000, "a", 4), at(-5001, "a", 3), at(-5001, "old"), at(-5000, "node"));

        follow(script.ready().live(at(1, "a", 5)));

        assertThat(script.saved.get(0).start()).isEqualTo(BASE.minusSeconds(5));
        assertThat(observed()).containsExactlyInAnyOrder("a4", "node", "a5");
        assertThat(signals.told).endsWith("caught up 2");
    }

    private void start(StartPoint start, HistoryLost lost) {
        start(new PositionSettings("orders", start, lost));
    }

    /** A session of a subscription that has begun and written its position: nothing is saved on it yet. */
    private FeedScript begun() throws InterruptedException {
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
                new Bookmark(position, position, BASE, true, Map.of(), List.of(), true), BASE.plusMillis(5000));
        return script;
    }

    private static Bookmark last(FeedScript script) {
        return script.saved.get(script.saved.size() - 1);
    }

    private List<String> errors() {
        return signals.told.stream().filter(told -> told.startsWith("error")).toList();
    }
}
