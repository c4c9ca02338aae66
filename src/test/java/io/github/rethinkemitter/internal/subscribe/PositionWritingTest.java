package io.github.rethinkemitter.internal.subscribe;

import static io.github.rethinkemitter.internal.subscribe.FakeTime.BASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a lasting position is written, and what is in it. */
class PositionWritingTest extends SubscriberFixture {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @BeforeEach
    void startNow() {
        start(new StartPoint.Now(), HistoryLost.EARLIEST);
    }

    @Test
    void thePositionIsWrittenEverySecondWhileEventsCome() throws Exception {
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
    void thePositionIsWrittenEveryThousandEvents() throws Exception {
        var script = script().ready();

        follow(script.live(
                LongStream.rangeClosed(1, 2_500).mapToObj(i -> at(i, "a", i)).toArray(StoredEvent[]::new)));

        assertThat(script.saved.subList(2, script.saved.size()))
                .extracting(bookmark -> bookmark.marks().get("a").next())
                .containsExactly(1_001L, 2_001L);
    }

    @Test
    void eachDocumentWithoutANumberIsWrittenOnce() throws Exception {
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
    void onlyOneWriteIsInProgressAtATime() throws Exception {
        var script = secondSession();
        script.savesWait = true;
        script.live(at(1, "a", 1)).silence(SECOND).live(at(2, "a", 2)).silence(SECOND.multipliedBy(60));
        script.then(() -> {
            listener.reports.add("writes " + script.saved.size());
            script.saves.get(0).complete(new SaveResult.Saved());
        });

        follow(script.silence());

        assertThat(listener.reports).contains("writes 1");
        assertThat(script.saved).hasSize(2);
        assertThat(last(script).marks().get("a").next()).isEqualTo(3);
    }

    @Test
    void aSubscriberWhosePositionIsTakenOverReportsItOnceContinuesAndWritesNoMore() throws Exception {
        var script = secondSession();
        script.saveResult = new SaveResult.TakenOver("other");
        script.live(at(1, "a", 1)).silence(SECOND).live(at(2, "a", 2)).silence(SECOND.multipliedBy(5));

        follow(script.live(at(3, "a", 3)));
        var after = script();
        follow(after.ready().live(at(4, "a", 4)).silence(SECOND.multipliedBy(5)));
        var last = subscriber.close(after, true).toCompletableFuture();

        assertThat(script.saved).hasSize(1);
        assertThat(after.saved).isEmpty();
        assertThat(last).isCompleted();
        assertThat(observed).containsExactly("a1", "a2", "a3", "a4");
        assertThat(errors())
                .singleElement()
                .asString()
                .startsWith("error SUBSCRIBE RTH0311")
                .contains("\"orders\"", "other");
    }

    @Test
    void failedWritesAreReportedOnceUntilOneSucceeds() throws Exception {
        var failed = new SaveResult.Failed(new IOException("disk full"));
        var script = secondSession();
        script.saveResult = failed;
        script.live(at(1, "a", 1)).silence(SECOND.multipliedBy(5)).then(() -> {
            listener.reports.add("failed " + script.saved.size());
            script.saveResult = new SaveResult.Saved();
        });
        script.silence(SECOND.multipliedBy(5)).then(() -> {
            listener.reports.add("saved " + script.saved.size());
            script.saveResult = failed;
        });

        follow(script.live(at(2, "a", 2)).silence(SECOND.multipliedBy(3)));

        assertThat(errors())
                .hasSize(2)
                .allSatisfy(error ->
                        assertThat(error).startsWith("error SUBSCRIBE RTH0310").contains("disk full"));
        assertThat(listener.reports).contains("failed 6", "saved 7");
    }

    @Test
    void theLastWriteWaitsForTheOneInProgressAndNoneFollowsIt() throws Exception {
        var script = secondSession();
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

    private static Bookmark last(FeedScript script) {
        return script.saved.get(script.saved.size() - 1);
    }

    private List<String> errors() {
        return listener.reports.stream()
                .filter(report -> report.startsWith("error"))
                .toList();
    }
}
