package io.github.rethinkemitter.internal.subscribe;

import static io.github.rethinkemitter.internal.subscribe.FakeTime.BASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many events of one document, which have one time and come together. */
class PackedDocumentsTest extends SubscriberFixture {

    @BeforeEach
    void begin() {
        startNamed(new StartPoint.Now());
    }

    @Test
    void aCrashInTheMiddleOfADocumentBringsExactlyTheEventsThatWereNotHandled() throws Exception {
        handleAtOnce = false;
        StoredEvent[] events = packed(1000, "a", 3, 6);
        var script = script().ready().live(packed(500, "a", 1, 2)).live(events).live(at(2000, "a", 9));
        script.then(() -> Stream.of(0, 1, 2, 3, 5).forEach(i -> subscriber.handled(unhandled.get(i))));
        follow(script.proven(60_000).silence(Duration.ofSeconds(1)));

        startNamed(new StartPoint.Now());
        follow(resuming(last(script))
                .initial(events)
                .initial(packed(500, "a", 1, 2))
                .initial(at(2000, "a", 9))
                .ready());

        assertThat(last(script).position()).isEqualTo(BASE.plusMillis(1000));
        assertThat(observed).containsExactly("p3.2", "p3.4", "p3.5", "a9");
    }

    @Test
    void anOrderlyStopInTheMiddleOfADocumentIsNoWholeOne() throws Exception {
        handleAtOnce = false;
        StoredEvent[] events = packed(1000, "a", 1, 4);
        var script = script().ready().live(events);
        follow(script.proven(60_000));
        unhandled.subList(0, 2).forEach(subscriber::handled);
        subscriber.close(script, false).toCompletableFuture().join();

        startNamed(new StartPoint.Now());
        follow(resuming(last(script)).initial(events).ready());

        assertThat(observed).containsExactly("p1.2", "p1.3");
    }

    @Test
    void anInterruptInTheMiddleOfADocumentLosesNothing() throws Exception {
        var script = script().ready().live(packed(1000, "a", 1, 4));
        interruptNext = true;
        try {
            follow(script);
        } catch (InterruptedException e) {
            observed.add("interrupted");
        }

        follow(script().initial(packed(1000, "a", 1, 4)).ready());

        assertThat(observed).containsExactly("interrupted", "p1.0", "p1.1", "p1.2", "p1.3");
    }

    @Test
    void ofTheDocumentsThatALookUpFindsAllEventsAreObserved() throws Exception {
        StoredEvent[] missing = packed(400, "a", 2, 3);
        StoredEvent[] more = packed(500, "a", 5, 4);
        var script = script().ready().live(at(1, "a", 1), at(600, "a", 6)).silence(Duration.ofMillis(250));
        script.table.addAll(List.of(missing));
        script.table.addAll(List.of(more));

        follow(script.live(more).live(missing).live(at(700, "a", 9)));

        assertThat(script.lookups).containsExactly("a 2..5");
        assertThat(observed).containsExactly("a1", "p2.0", "p2.1", "p2.2", "p5.0", "a6", "p5.2", "p5.3", "a9");
        assertThat(listener.reports).noneMatch(report -> report.startsWith("missed"));
    }

    @Test
    void thePlacesOfRefusedEventsInADocumentAreNoHoles() throws Exception {
        StoredEvent filler = StoredEvent.unread("p2.1", BASE.plusMillis(5), "a", 3, StoredEvent.SETTLED_UNKNOWN, 0);

        follow(script().ready()
                .live(at(1, "a", 1))
                .live(packed(5, "a", 2, 1))
                .live(filler)
                .live(at(6, "a", 4)));

        assertThat(observed).containsExactly("a1", "p2.0", "a4");
    }

    @Test
    void aDocumentLargerThanTheBufferIsCaughtUpOn() throws Exception {
        startWithBuffer(5);
        follow(script().ready());
        List<StoredEvent> stored = new ArrayList<>();
        IntStream.range(0, 10).forEach(i -> stored.addAll(List.of(packed(1000 + i / 2, "a", 1 + i * 100, 100))));
        var full = script().initial(stored.toArray(StoredEvent[]::new)).ready();

        FollowEnd end = follow(full);
        time.pass(Duration.ofSeconds(10));
        var slices = script();
        slices.table.addAll(stored);
        follow(slices.ready());

        assertThat(end).isInstanceOf(FollowEnd.Overflow.class);
        assertThat(slices.slices).isPositive();
        assertThat(observed)
                .containsExactlyElementsOf(stored.stream().map(StoredEvent::id).toList());
    }

    @Test
    void liveEventsOfADocumentLargerThanTheBufferAreObserved() throws Exception {
        startWithBuffer(5);

        follow(script().ready().live(packed(10, "a", 1, 100)).live(at(11, "a", 101)));

        assertThat(observed).hasSize(101).startsWith("p1.0", "p1.1").endsWith("p1.99", "a101");
    }

    @Test
    void aDocumentOfALaterVersionIsReportedOnceAndHoldsUpNothing() throws Exception {
        var script = script().initial(later(10, "a", 1)).ready();
        script.table.add(later(14, "b", 2));

        follow(script.live(at(11, "a", 2), later(12, "a", 3), at(13, "a", 4))
                .live(at(13, "b", 1), at(15, "b", 3))
                .silence(Duration.ofMillis(250)));
        follow(script().initial(later(12, "a", 3)).ready().live(later(16, "a", 5), at(17, "a", 6)));

        assertThat(observed).containsExactly("a2", "a4", "b1", "b3", "a6");
        assertThat(listener.reports.stream().filter(report -> report.startsWith("error")))
                .singleElement()
                .asString()
                .startsWith("error SUBSCRIBE RTH0314 document \"a1\" of publisher \"a\" is of version 3")
                .contains("Update the library");
        assertThat(listener.reports).noneMatch(report -> report.startsWith("missed"));
    }

    @Test
    void thePositionStaysBeforeADocumentOfALaterVersion() throws Exception {
        var script = script().ready().live(at(1000, "a", 1), later(2000, "a", 2), at(3000, "a", 3), at(3000, "node"));
        follow(script.proven(9000)
                .silence(Duration.ofSeconds(1))
                .live(at(10_000, "a", 4))
                .proven(20_000));
        subscriber.close(script, true).toCompletableFuture().join();
        var bookmark = lastWithAllSeen(script);
        startNamed(new StartPoint.Now());
        time.pass(Duration.ofHours(1));

        var again = resuming(bookmark);
        follow(again.initial(at(1000, "a", 1), at(2000, "a", 2), at(3000, "a", 3), at(3000, "node"), at(10_000, "a", 4))
                .ready());

        assertThat(script.saved).allSatisfy(one -> assertThat(one.position()).isBeforeOrEqualTo(BASE.plusMillis(2000)));
        assertThat(bookmark.position()).isEqualTo(BASE.plusMillis(2000));
        assertThat(bookmark.whole()).isTrue();
        assertThat(again.followedFrom).isEqualTo(BASE.plusMillis(2000).minus(OVERLAP));
        assertThat(observed).containsExactly("a2");
    }

    @Test
    void aFeedThatIsOpenedAgainDoesNotBeginAtADocumentOfALaterVersion() throws Exception {
        follow(script().ready().live(later(1000, "a", 1)).proven(600_000));
        time.pass(Duration.ofMinutes(10));

        var second = script();
        follow(second.ready());

        assertThat(second.followedFrom).isEqualTo(BASE.plusSeconds(600).minus(OVERLAP));
    }

    @Test
    void aPositionThatIsNewerAlreadyDoesNotGoBack() throws Exception {
        var script = script().ready().live(at(1000, "a", 1)).proven(50_000).silence(Duration.ofSeconds(1));

        follow(script.live(later(20_000, "b", 1)).proven(90_000).silence(Duration.ofSeconds(2)));

        assertThat(last(script).position()).isEqualTo(BASE.plusMillis(50_000));
        assertThat(script.saved).extracting(Bookmark::position).isSorted();
    }

    @Test
    void aDocumentOfALaterVersionFromBeforeTheSubscriptionIsNotItsConcern() throws Exception {
        var script = script().initial(later(-500, "a", 1)).ready();

        follow(script.live(at(10, "a", 2)).proven(5000).silence(Duration.ofSeconds(1)));

        assertThat(listener.reports).noneMatch(report -> report.startsWith("error"));
        assertThat(last(script).position()).isEqualTo(BASE.plusMillis(5000));
    }

    @Test
    void aDocumentOfALaterVersionInASliceKeepsThePositionToo() throws Exception {
        start(new PositionSettings("orders", new StartPoint.Earliest(), HistoryLost.EARLIEST), 5);
        List<StoredEvent> stored = new ArrayList<>();
        IntStream.rangeClosed(1, 100)
                .forEach(i -> stored.add(i == 50 ? later(-9000 + i, "a", i) : at(-9000 + i, "a", i)));
        var full = script().initial(stored.toArray(StoredEvent[]::new));
        follow(full);
        var slices = script();
        slices.table.addAll(stored);

        follow(slices.ready().silence(Duration.ofSeconds(1)));
        subscriber.close(slices, true).toCompletableFuture().join();

        assertThat(slices.slices).isPositive();
        assertThat(observed).hasSize(99);
        assertThat(last(slices).position()).isEqualTo(BASE.plusMillis(-9000 + 50));
    }

    @Test
    void withManyDocumentsOfLaterVersionsEventsComeAgainRatherThanNever() throws Exception {
        var script = script().ready();
        IntStream.range(0, 3000).forEach(i -> {
            StoredEvent event = i % 2 == 0 ? later(1000 + i, "a", 1 + i) : at(1000 + i, "a", 1 + i);
            script.item(new FeedItem.Live(event));
        });
        follow(script.proven(9000));
        subscriber.close(script, true).toCompletableFuture().join();

        startNamed(new StartPoint.Now());
        var again = resuming(last(script));
        IntStream.range(0, 3000).forEach(i -> again.initial(at(1000 + i, "a", 1 + i)));
        follow(again);
        var slices = script();
        IntStream.range(0, 3000).forEach(i -> slices.table.add(at(1000 + i, "a", 1 + i)));
        time.pass(Duration.ofSeconds(10));
        follow(slices.ready());

        assertThat(last(script).whole()).isFalse();
        assertThat(observed)
                .containsAll(IntStream.range(0, 1500)
                        .mapToObj(i -> "a" + (1 + 2 * i))
                        .toList());
    }

    private void startNamed(StartPoint start) {
        start(new PositionSettings("orders", start, HistoryLost.EARLIEST));
    }

    private FeedScript resuming(Bookmark bookmark) {
        var script = script();
        script.claim = new PositionClaim(bookmark, Instant.MIN);
        return script;
    }

    // A bookmark has only the documents without a number that were not in those before.
    private static Bookmark lastWithAllSeen(FeedScript script) {
        Bookmark last = last(script);
        List<Bookmark.Seen> seen =
                script.saved.stream().flatMap(one -> one.seen().stream()).toList();
        return new Bookmark(
                last.position(), last.from(), last.start(), last.startRecorded(), last.marks(), seen, last.whole(), 0);
    }

    private static Bookmark last(FeedScript script) {
        return script.saved.get(script.saved.size() - 1);
    }
}
