package io.github.rethinkemitter.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Replay.Outcome;
import io.github.rethinkemitter.TimelineQuery;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a replay ends. */
@Timeout(60)
class ReplayEndTest {

    @Test
    void aCancelledReplayEndsWithTheEventsThatTheObserverHas() throws Exception {
        try (var fixture = new ReplayFixture().storing(10)) {
            var running = fixture.of(TimelineQuery.all()).to("billing");
            fixture.awaitGiven(4);
            fixture.awaitWaiting();

            running.cancel();
            running.cancel();

            assertThat(fixture.cancelled).hasSize(1);
            assertThat(fixture.cancelled.get(0).isCancelled()).isTrue();
            fixture.handle(0);
            for (var left : fixture.given.subList(1, 4)) {
                left.listener().notGiven(left.event());
            }
            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(1, 0, false));
            assertThat(fixture.given).hasSize(4);
            assertThat(fixture.opened.get(0).closed.getCount()).isZero();
        }
    }

    @Test
    void aReplayThatWaitsForItsNextTurnIsCancelledAtOnce() throws Exception {
        try (var fixture = new ReplayFixture().storing(2)) {
            var running = fixture.of(TimelineQuery.all()).perSecond(1e-9).to("billing");
            fixture.handleAll(1);
            fixture.awaitWaiting();

            running.cancel();

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(1, 0, false));
        }
    }

    @Test
    void aReplayThatWaitsForTheDatabaseIsCancelledAtOnce() throws Exception {
        var waits = new CountDownLatch(1);
        try (var fixture = new ReplayFixture().storing(2)) {
            fixture.beforeEach = () -> {
                waits.countDown();
                awaitClose(fixture);
            };
            var running = fixture.of(TimelineQuery.all()).to("billing");
            waits.await();

            running.cancel();

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(0, 0, false));
        }
    }

    // As a reader does whose connection is closed.
    private static void awaitClose(ReplayFixture fixture) {
        while (true) {
            try {
                fixture.opened.get(0).closed.await();
                throw new EmitterException("RTH0641 the connection is closed", null);
            } catch (InterruptedException e) {
                // only the close ends this
            }
        }
    }

    @Test
    void aReplayThatWaitsForAConnectionIsCancelledAtOnce() throws Exception {
        var waits = new CountDownLatch(1);
        try (var fixture = new ReplayFixture()) {
            var running = fixture.replays
                    .of(
                            TimelineQuery.all(),
                            query -> {
                                waits.countDown();
                                try {
                                    new CountDownLatch(1).await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                throw new EmitterException("RTH0644 interrupted", null);
                            },
                            () -> ReplayFixture.NOW)
                    .to("billing");
            var interrupted = new AtomicReference<Boolean>();
            var seen = running.done()
                    .thenRun(() -> interrupted.set(Thread.currentThread().isInterrupted()));
            waits.await();

            running.cancel();

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(0, 0, false));
            seen.toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(interrupted).hasValue(false);
        }
    }

    @Test
    void aReplayWhoseReadingEndsBecauseItIsCancelledIsNotComplete() throws Exception {
        var waits = new CountDownLatch(1);
        try (var fixture = new ReplayFixture()) {
            fixture.beforeEach = () -> {
                waits.countDown();
                awaitIgnoringInterrupts(fixture.opened.get(0).closed);
            };
            var running = fixture.of(TimelineQuery.all()).to("billing");
            waits.await();

            running.cancel();

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(0, 0, false));
        }
    }

    @Test
    void aReplayOfWhichAnEventHasNotReachedItsObserverIsNotComplete() throws Exception {
        try (var fixture = new ReplayFixture().storing(2)) {
            var running = fixture.of(TimelineQuery.all()).to("billing");
            fixture.awaitGiven(2);
            fixture.given.get(0).listener().notGiven(fixture.given.get(0).event());

            fixture.handle(1);

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(1, 0, false));
        }
    }

    @Test
    void aReplayIsNotCompleteWhoseLastEventTheObserverStillHasAtTheStop() throws Exception {
        try (var fixture = new ReplayFixture().storing(2)) {
            var running = fixture.of(TimelineQuery.all()).to("billing");
            fixture.handleAll(1);
            fixture.awaitGiven(2);
            await().until(() -> fixture.opened.get(0).closed.getCount() == 0);
            fixture.awaitWaiting();

            fixture.replays.close();
            fixture.replays.finish(Duration.ofSeconds(30));

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(1, 0, false));
        }
    }

    @Test
    void aCancelAfterTheEndChangesNothing() throws Exception {
        try (var fixture = new ReplayFixture().storing(1)) {
            var running = fixture.of(TimelineQuery.all()).to("billing");
            fixture.handleAll(1);
            ReplayFixture.outcome(running);

            running.cancel();

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(1, 0, true));
        }
    }

    @Test
    void aReplayThatCannotReadOnFailsWhenTheObserverIsDoneWithWhatItHas() throws Exception {
        var failure = new EmitterException("RTH0641 no answer", null);
        try (var fixture = new ReplayFixture().storing(3)) {
            fixture.beforeEach = () -> {
                if (fixture.given.size() == 2) {
                    throw failure;
                }
            };
            var running = fixture.of(TimelineQuery.all()).to("billing");
            fixture.awaitGiven(2);
            fixture.awaitWaiting();
            assertThat(ReplayFixture.isDone(running)).isFalse();

            fixture.handleAll(2);

            await().until(() -> ReplayFixture.isDone(running));
            assertThatThrownBy(() -> running.done().toCompletableFuture().join())
                    .isInstanceOf(CompletionException.class)
                    .hasCause(failure);
            assertThat(fixture.opened.get(0).closed.getCount()).isZero();
        }
    }

    @Test
    void whateverTheReadingThrowsEndsTheReplay() throws Exception {
        try (var fixture = new ReplayFixture().storing(1)) {
            fixture.beforeEach = () -> {
                throw new OutOfMemoryError("on purpose");
            };
            var running = fixture.of(TimelineQuery.all()).to("billing");

            await().until(() -> ReplayFixture.isDone(running));
            assertThatThrownBy(() -> running.done().toCompletableFuture().join())
                    .hasCauseInstanceOf(EmitterException.class)
                    .hasMessageContaining("RTH0646")
                    .hasRootCauseMessage("on purpose");
        }
    }

    @Test
    void aStopEndsAReplayWhoseObserverHangs() throws Exception {
        try (var fixture = new ReplayFixture().storing(10)) {
            var running = fixture.of(TimelineQuery.all()).to("billing");
            fixture.awaitGiven(4);
            fixture.handle(0);
            fixture.awaitGiven(5);

            fixture.replays.close();
            assertThat(ReplayFixture.isDone(running)).isFalse(); // the observer may still finish what it has
            fixture.handle(1);
            fixture.replays.finish(Duration.ofSeconds(30));

            assertThat(ReplayFixture.isDone(running)).isTrue();
            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(2, 0, false));
            assertThat(fixture.replays.busy()).isEmpty();
        }
    }

    @Test
    void aStopEndsAReplayThatDoesNotComeBackFromTheDatabase() throws Exception {
        var never = new CountDownLatch(1);
        var waits = new CountDownLatch(1);
        try (var fixture = new ReplayFixture().storing(1)) {
            fixture.beforeEach = () -> {
                waits.countDown();
                awaitIgnoringInterrupts(never);
            };
            var running = fixture.of(TimelineQuery.all()).to("billing");
            waits.await();

            fixture.replays.close();
            fixture.replays.finish(Duration.ofMillis(1));

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(0, 0, false));
            assertThat(fixture.replays.busy()).containsExactly("replay");
            never.countDown();
        }
    }

    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // goes on
            }
        }
    }

    @Test
    void observersThatAreStoppedEndTheReplay() throws Exception {
        try (var fixture = new ReplayFixture().storing(10)) {
            fixture.observersStopped = true;

            var running = fixture.of(TimelineQuery.all()).to("billing");

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(0, 0, false));
        }
    }

    @Test
    void noReplayBeginsAfterTheStop() throws Exception {
        try (var fixture = new ReplayFixture().storing(1)) {
            fixture.replays.close();

            var running = fixture.of(TimelineQuery.all()).to("billing");

            assertThat(ReplayFixture.outcome(running)).isEqualTo(new Outcome(0, 0, false));
            assertThat(fixture.threads).isEmpty();
        }
    }

    @Test
    void aCallbackOfTheReplayMayStopTheApplication() throws Exception {
        try (var fixture = new ReplayFixture()) {
            var running = fixture.of(TimelineQuery.all()).to("billing");
            var stopped = new CountDownLatch(1);
            var unused = running.done().thenRun(() -> {
                fixture.replays.close();
                try {
                    fixture.replays.finish(Duration.ofDays(1));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                stopped.countDown();
            });

            assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aThreadThatCannotBeStartedIsToldToTheCaller() throws Exception {
        var refusal = new EmitterException("RTH0617 no thread", null);
        try (var fixture = new ReplayFixture()) {
            var replays = new Replays(
                    "audit",
                    fixture,
                    new ReplaySettings(
                            (name, task) -> {
                                throw refusal;
                            },
                            () -> 0,
                            4,
                            10_000));
            var replay = replays.of(TimelineQuery.all(), query -> fixture.new Events(), () -> ReplayFixture.NOW);

            assertThatThrownBy(() -> replay.to("billing")).isSameAs(refusal);
            replays.finish(Duration.ofDays(1)); // waits for nothing
            assertThat(replays.busy()).isEmpty();
        }
    }
}
