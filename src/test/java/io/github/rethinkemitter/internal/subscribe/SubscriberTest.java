package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SubscriberTest {

    private static final PositionSettings FROM_NOW =
            new PositionSettings(null, new StartPoint.Now(), PositionSettings.HistoryLost.EARLIEST);
    private static final Duration OVERLAP = Duration.ofSeconds(60);
    private static final Duration AUDIT = Duration.ofSeconds(10);
    private static final Duration ORDER_WAIT = Duration.ofSeconds(2);
    private static final Duration REPEAT_WAIT = Duration.ofSeconds(30);

    private final FakeTime time = new FakeTime();
    private final RecordingListener signals = new RecordingListener();
    private final List<String> observed = new ArrayList<>();
    private final List<StoredEvent> unhandled = new ArrayList<>();
    private boolean handleAtOnce = true;
    private boolean interruptNext;
    private Subscriber subscriber = subscriber(true, 100);

    private Subscriber subscriber(boolean loopback, int bufferSize) {
        var settings =
                new SubscribeSettings(loopback, OVERLAP, ORDER_WAIT, REPEAT_WAIT, bufferSize, 1000, AUDIT, FROM_NOW);
        EventSink sink = delivery -> {
            if (interruptNext) {
                interruptNext = false;
                throw new InterruptedException();
            }
            observed.add(delivery.event().id());
            if (handleAtOnce) {
                subscriber.handled(delivery.event());
            } else {
                unhandled.add(delivery.event());
            }
        };
        return new Subscriber(settings, "own", sink, signals, time);
    }

    @Test
    void eventsOfBeforeTheSubscriptionOnlyTellWhereTheirPublishersStand() throws Exception {
        var script = script().initial(at(-100, "a", 2), at(-200, "a", 1), at(-50, "node"))
                .ready();

        script.live(at(-200, "a", 1), at(-50, "node"), at(10, "a", 3));
        follow(script);

        assertThat(observed).containsExactly("a3");
        assertThat(script.asked).isEmpty();
        assertThat(script.followedFrom).isEqualTo(FakeTime.BASE.minus(OVERLAP));
    }

    @Test
    void whatIsStoredWhileTheFeedIsOpenedIsObservedInOrder() throws Exception {
        var script = script().initial(at(3, "a", 2)).live(at(9, "a", 3)).initial(at(1, "a", 1), at(2, "node"));

        follow(script.ready());

        assertThat(observed).containsExactly("a1", "node", "a2", "a3");
    }

    @Test
    void readyIsToldWhenAllThatWasHeldBackWasHandedOut() throws Exception {
        var script =
                script().live(at(1, "a", 1)).then(() -> observed.add("opening")).ready();

        follow(script.live(at(2, "a", 2)));

        assertThat(observed).containsExactly("opening", "a1", "a2");
        assertThat(signals.told).containsExactly("ready after [opening, a1]");
    }

    @Test
    void displacedEventsAreObservedInTheirPublishersOrderWhileOthersFlow() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(3, "a", 3), at(3, "b", 1), at(4, "node"), at(2, "a", 2));

        follow(script);

        assertThat(observed).containsExactly("a1", "b1", "node", "a2", "a3");
        assertThat(script.asked).isEmpty();
    }

    @Test
    void aHoleIsLookedUpEarlyAndOnceMoreThenReportedAndPassed() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(5, "a", 4)).silence();

        script.then(() -> observed.add("still waiting")).silence().silence();
        follow(script);

        assertThat(script.asked).containsExactly("a 2..3", "a 2..3");
        assertThat(observed).containsExactly("a1", "still waiting", "a4");
        assertThat(signals.told).contains("missed 2 1..5");
    }

    @Test
    void aHoleThatTheTableFillsIsNotReported() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(5, "a", 4)).silence(Duration.ofMillis(250));
        script.table.addAll(List.of(at(2, "a", 2), at(4, "a", 3)));

        follow(script.live(at(4, "a", 3)).silence(Duration.ofSeconds(3)));

        assertThat(observed).containsExactly("a1", "a2", "a3", "a4");
        assertThat(signals.told).noneMatch(told -> told.startsWith("missed"));
    }

    @Test
    void aHoleBehindAnEventThatWentAgainIsLookedUpWhereItsNeighboursAre() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(80_000, "a", 2), at(5, "a", 4));
        script.table.add(at(4, "a", 3));

        follow(script.silence(Duration.ofSeconds(3)));

        assertThat(observed).containsExactly("a1", "a2", "a3", "a4");
        assertThat(signals.told).noneMatch(told -> told.startsWith("missed"));
    }

    @Test
    void anEventThatComesAfterItsHoleWasPassedIsObservedOnce() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(5, "a", 3)).silence(Duration.ofSeconds(3));

        follow(script.live(at(3, "a", 2), at(3, "a", 2), at(6, "a", 4)));

        assertThat(observed).containsExactly("a1", "a3", "a2", "a4");
    }

    @Test
    void aFillerMovesTheSequenceAndIsNotObserved() throws Exception {
        var filler = new StoredEvent("filler", FakeTime.BASE.plusMillis(2), "a", 2, "", "[]", true, null);

        follow(script().ready().live(at(1, "a", 1), filler, at(3, "a", 3)));

        assertThat(observed).containsExactly("a1", "a3");
    }

    @Test
    void ownEventsAreDroppedWithoutLoopback() throws Exception {
        subscriber = subscriber(false, 100);

        follow(script().ready().live(at(1, "own", 1), at(2, "a", 1)));

        assertThat(observed).containsExactly("a1");
    }

    @Test
    void aFeedOpenedAgainReachesBackBeyondThePositionAndRepeatsNothing() throws Exception {
        follow(script().ready()
                .live(at(1000, "a", 1), at(2000, "node"), at(3000, "a", 2))
                .proven(3000)
                .silence());

        var again = script().initial(
                        at(4000, "a", 3), at(3000, "a", 2), at(1000, "a", 1), at(3500, "node"), at(2000, "node"));
        follow(again.ready());

        assertThat(again.followedFrom).isEqualTo(FakeTime.BASE.plusMillis(3000).minus(OVERLAP));
        assertThat(observed).containsExactly("a1", "node", "a2", "node", "a3");
        assertThat(signals.told).endsWith("caught up 2");
    }

    @Test
    void whatObserversStillHoldKeepsThePosition() throws Exception {
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
    void afterAnEventFromTheFutureAnInterruptionStillLosesNothing() throws Exception {
        follow(script().ready().live(at(3_600_000, "from the future")).silence());
        time.pass(Duration.ofMinutes(5));

        var again = script();
        follow(again.initial(at(20_000, "during")).ready());

        assertThat(again.followedFrom).isEqualTo(FakeTime.BASE.minus(OVERLAP));
        assertThat(observed).containsExactly("from the future", "during");
    }

    @Test
    void aClockThatIsSetBackIsFollowedBack() throws Exception {
        follow(script().ready().proven(600_000));

        var again = script();
        follow(again);

        assertThat(again.followedFrom).isEqualTo(time.now().minus(OVERLAP)).isBefore(FakeTime.BASE.plusMillis(600_000));
    }

    @Test
    void whatWasDeletedDuringAnInterruptionIsToldOnce() throws Exception {
        var first = script();
        first.swept = FakeTime.BASE.minusSeconds(1);
        follow(first.ready().proven(1000));
        var early = List.copyOf(signals.told);

        var again = script();
        again.swept = FakeTime.BASE.plusMillis(5000);
        follow(again.ready());
        var third = script();
        third.swept = FakeTime.BASE.plusMillis(5000);
        follow(third.ready());

        assertThat(early).noneMatch(told -> told.startsWith("missed"));
        assertThat(signals.told).filteredOn(told -> told.startsWith("missed")).containsExactly("missed 0 1000..5000");
    }

    @Test
    void withoutEventsThePositionMovesByWhatIsProven() throws Exception {
        follow(script().ready().silence(Duration.ofMinutes(10)).proven(590_000));

        var again = script();
        follow(again);

        assertThat(again.followedFrom)
                .isEqualTo(FakeTime.BASE.plusMillis(590_000).minus(OVERLAP));
    }

    @Test
    void anOverflowIsToldApartFromALostFeed() throws Exception {
        var overflowing = script().ready().item(new FeedItem.Overflowed("skipped 7 elements."));

        assertThat(follow(overflowing)).isEqualTo(new FollowEnd.Overflow("skipped 7 elements."));
        assertThat(follow(script().ready())).isInstanceOf(FollowEnd.Lost.class);
        assertThat(overflowing.closed).isTrue();
    }

    @Test
    void aBacklogLargerThanTheBufferIsReadInSlicesAndObservedInOrder() throws Exception {
        subscriber = subscriber(true, 10);
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
        assertThat(signals.told).endsWith("caught up 251");
        assertThat(subscriber.sequence.waiting()).isZero();
    }

    @Test
    void aHoleIsPassedEarlyWhenThereIsNoRoomToWait() throws Exception {
        subscriber = subscriber(true, 3);
        var script = script().ready().live(at(1, "a", 1), at(3, "a", 3), at(4, "a", 4), at(5, "a", 5));

        follow(script.then(() -> observed.add("full")).live(at(6, "a", 6)));

        assertThat(observed).containsExactly("a1", "full", "a3", "a4", "a5", "a6");
        assertThat(signals.told).contains("missed 1 1..3");
        assertThat(subscriber.sequence.waiting()).isZero();
    }

    @Test
    void whatItsPublisherMayStillRepeatIsWaitedForLonger() throws Exception {
        var script = script().ready().live(at(1, "a", 1), sentTogether(5, "a", 4));

        follow(script.silence(Duration.ofSeconds(15)).live(sentTogether(20_000, "a", 2), sentTogether(20_000, "a", 3)));

        assertThat(observed).containsExactly("a1", "a2", "a3", "a4");
        assertThat(signals.told).noneMatch(told -> told.startsWith("missed"));
    }

    @Test
    void whatItsPublisherMayStillRepeatIsWaitedForWithoutRoom() throws Exception {
        subscriber = subscriber(true, 3);
        var script = script().ready().live(at(1, "a", 1));
        LongStream.rangeClosed(3, 130).forEach(seq -> script.live(sentTogether(2, "a", seq)));

        follow(script.live(sentTogether(4_000, "a", 2)));

        assertThat(observed)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 130)
                        .mapToObj(seq -> "a" + seq)
                        .toList());
        assertThat(signals.told).noneMatch(told -> told.startsWith("missed"));
    }

    @Test
    void aHoleOfAPublisherThatIsSilentForEverIsPassedInTheEnd() throws Exception {
        var script = script().ready().live(at(1, "a", 1), sentTogether(5, "a", 3));

        follow(script.silence(Duration.ofSeconds(15))
                .then(() -> observed.add("still waiting"))
                .silence(Duration.ofSeconds(15)));

        assertThat(observed).containsExactly("a1", "still waiting", "a3");
        assertThat(signals.told).contains("missed 1 1..5");
    }

    @Test
    void aHoleIsPassedWhenItsPublisherSaysThatItIsDoneWithIt() throws Exception {
        var script = script().ready().live(at(1, "a", 1), sentTogether(5, "a", 3));

        follow(script.silence(Duration.ofSeconds(5)).live(at(5_000, "a", 4)).then(() -> observed.add("done")));

        assertThat(observed).containsExactly("a1", "a3", "a4", "done");
        assertThat(signals.told).contains("missed 1 1..5");
    }

    @Test
    void aLookupThatFailsEndsTheFeedAndIsRepeatedByTheNext() throws Exception {
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
    void whoIsInterruptedAtAFullSinkLosesNothing() throws Exception {
        var script = script().ready().live(at(1, "a", 1));
        interruptNext = true;

        assertThatThrownBy(() -> follow(script)).isInstanceOf(InterruptedException.class);
        follow(script().initial(at(1, "a", 1)).ready());

        assertThat(observed).containsExactly("a1");
    }

    @Test
    void aHoleIsWaitedForAnewWhenTheFeedWasInterrupted() throws Exception {
        follow(script().ready().live(at(1, "a", 1), at(3, "a", 3)));
        time.pass(Duration.ofMinutes(5));

        follow(script().ready().live(at(2, "a", 2)));

        assertThat(observed).containsExactly("a1", "a2", "a3");
    }

    @Test
    void publishersAndIdsThatNoFeedReachesBackToAreForgottenAndComeBackInOrder() throws Exception {
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
        assertThat(signals.told).noneMatch(told -> told.startsWith("missed"));
    }

    @Test
    void aNumberThatNoPublisherReachesDisturbsNoOrder() throws Exception {
        var script = script().ready().live(at(1, "a", 1), at(2, "a", (1L << 53) - 1), at(3, "a", 2));

        follow(script.silence(Duration.ofMinutes(2)));

        assertThat(observed).containsExactly("a1", "a9007199254740991", "a2");
        assertThat(signals.told).noneMatch(told -> told.startsWith("missed"));
    }

    @Test
    void whatWeighsTooMuchIsNotHeldWhileAFeedBecomesReady() throws Exception {
        var script = script();
        LongStream.rangeClosed(1, 9).forEach(seq -> script.live(heavy(seq)));

        assertThat(follow(script.ready())).isInstanceOf(FollowEnd.Overflow.class);
    }

    @Test
    void whatWeighsTooMuchDoesNotWaitBehindAHole() throws Exception {
        var script = script().ready().live(heavy(1));
        LongStream.rangeClosed(3, 17).forEach(seq -> script.live(heavy(seq)));
        script.then(() -> observed.add("held"));

        follow(script.live(heavy(18)).then(() -> observed.add("let go")));

        assertThat(observed.subList(0, 2)).containsExactly("a1", "held");
        assertThat(observed).endsWith("a17", "a18", "let go");
    }

    private static StoredEvent heavy(long seq) {
        String args = "[\"topic\",\"" + "x".repeat(1 << 20) + "\"]";
        return new StoredEvent("a" + seq, FakeTime.BASE.plusMillis(seq), "a", seq, "topic", args, true, null, seq - 1);
    }

    @Test
    void documentsThatAreNoEventsAreReportedNowAndThen() throws Exception {
        var bad = new FeedItem.Malformed("17", "no args");
        var script = script().ready()
                .item(bad)
                .item(bad)
                .item(bad)
                .silence(Duration.ofMinutes(1))
                .item(bad);

        follow(script.live(at(1, "a", 1)));

        assertThat(observed).containsExactly("a1");
        assertThat(signals.told.stream().filter(told -> told.startsWith("error")))
                .hasSize(2)
                .allMatch(told -> told.startsWith("error SUBSCRIBE RTH0306 document \"17\""))
                .last()
                .asString()
                .contains("2 others");
    }

    private FeedScript script() {
        return new FeedScript(time);
    }

    private FollowEnd follow(FeedScript script) throws InterruptedException {
        subscriber.writePositionTo(script);
        return subscriber.follow(script, script, () -> signals.told.add("ready after " + observed));
    }

    private static StoredEvent at(long millis, String src, long seq) {
        return event(src + seq, FakeTime.BASE.plusMillis(millis), src, seq);
    }

    private static StoredEvent sentTogether(long millis, String src, long seq) {
        return new StoredEvent(
                src + seq, FakeTime.BASE.plusMillis(millis), src, seq, "topic", "[\"topic\"]", true, null);
    }

    private static StoredEvent at(long millis, String id) {
        return event(id, FakeTime.BASE.plusMillis(millis), null, 0);
    }

    private static StoredEvent event(String id, Instant ts, String src, long seq) {
        return new StoredEvent(id, ts, src, seq, "topic", "[\"topic\"]", true, null, seq - 1);
    }
}
