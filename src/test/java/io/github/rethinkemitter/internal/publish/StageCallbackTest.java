package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever callbacks of stages do, publishing continues. */
class StageCallbackTest extends PublisherFixture {

    private final CountDownLatch forEver = new CountDownLatch(1);

    @AfterEach
    void letCallbacksEnd() {
        forEver.countDown();
    }

    private Receipt join(Object payload) {
        return trigger(payload).toCompletableFuture().join();
    }

    private void waitForEver() {
        try {
            forEver.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Answers every insert until the test has ended.
    private void databaseStoresAll() {
        start("database", () -> {
            try {
                while (forEver.getCount() > 0) {
                    ScriptedSession.Insert next = session.next(Duration.ofMillis(10));
                    if (next != null) {
                        next.storeAt(Instant.EPOCH);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void aCallbackMayWaitForTheEventThatItTriggers() throws Exception {
        online(USUAL);

        var last = trigger("a").thenApply(a -> join("b")).thenApply(b -> join("c"));
        databaseStoresAll();

        assertThat(stored(last).id()).isEqualTo("id3");
    }

    @Test
    void aCallbackMayWaitForAnEventWhoseCallbackWaitsForAnother() throws Exception {
        online(USUAL);
        var last = trigger("a")
                .thenApply(a -> trigger("b")
                        .thenApply(b -> trigger("c")
                                .thenApply(c -> join("d"))
                                .toCompletableFuture()
                                .join())
                        .toCompletableFuture()
                        .join());
        databaseStoresAll();

        assertThat(stored(last).id()).isEqualTo("id4");
    }

    @Test
    void aCallbackThatLeavesItsThreadInterruptedDoesNotAffectOthers() throws Exception {
        online(USUAL);
        trigger(1).thenRun(() -> Thread.currentThread().interrupt());
        var interrupted = trigger(2).thenApply(receipt -> Thread.currentThread().isInterrupted());

        databaseStoresAll();

        assertThat(interrupted.toCompletableFuture().get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(mistakes).isEmpty();
    }

    @Test
    void callbacksThatNeverReturnDoNotDelayOtherStagesAndAreReportedOnce() throws Exception {
        online(USUAL);
        for (int i = 0; i < 3; i++) {
            trigger("blocks " + i).thenRun(this::waitForEver);
        }
        var next = trigger("next");

        databaseStoresAll();

        stored(next);

        assertThat(listener.errors)
                .singleElement()
                .asString()
                .contains("RTH0124 a callback of the stage of an event of topic \"beep\" does not return", "executor");
    }

    @Test
    void stagesBehindACallbackThatNeverReturnsCompleteInOrder() throws Exception {
        offline(USUAL);
        var completed = new ArrayList<Integer>();
        trigger(0).thenRun(this::waitForEver);
        List<CompletionStage<Void>> all = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            int number = i;
            all.add(trigger(i).thenAccept(receipt -> completed.add(number)));
        }
        goOnline();
        session.next().store();

        for (var stage : all) {
            stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        assertThat(completed).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void aCallbackThatThrowsAnErrorDoesNotAffectOthers() throws Exception {
        online(USUAL);
        trigger(1).thenRun(() -> {
            throw new NoClassDefFoundError("gone");
        });
        databaseStoresAll();

        stored(trigger(2));

        assertThat(mistakes).isEmpty();
    }

    @Test
    void aCallbackMayFlush() throws Exception {
        online(USUAL);
        var flushed = trigger(1).thenApply(receipt -> {
            trigger(2);
            try {
                return emitter().flush(SOON);
            } catch (InterruptedException e) {
                return false;
            }
        });
        databaseStoresAll();

        assertThat(flushed.toCompletableFuture().get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aFlushDoesNotWaitForACallbackWhoseStageIsCompleted() throws Exception {
        online(USUAL);
        trigger(1).thenRun(this::waitForEver);
        databaseStoresAll();

        assertThat(emitter().flush(SOON)).isTrue();
    }

    @Test
    void aCallbackThatTriggersIntoAFullQueueWaitsForRoom() throws Exception {
        online(settings(1, Overflow.BLOCK, SOON, 1, 1));
        var completed = new CompletableFuture<Receipt>();
        trigger(1).thenRun(() -> {
            trigger(2);
            trigger(3);
            trigger(4).thenAccept(completed::complete);
        });

        databaseStoresAll();

        assertThat(completed.get(30, TimeUnit.SECONDS).id()).isEqualTo("id4");
    }

    @Test
    void anEventOfACallbackThatFindsNoRoomInTimeFails() throws Exception {
        online(settings(1, Overflow.BLOCK, Duration.ofMillis(10), 1, 1));
        var problem = new CompletableFuture<Throwable>();
        trigger(1).thenRun(() -> {
            trigger(2);
            for (int i = 3; i < 5; i++) {
                trigger(i).whenComplete((receipt, cause) -> problem.complete(cause));
            }
        });
        session.next().store();

        assertThat(problem.get(30, TimeUnit.SECONDS)).hasMessageContaining("RTH0110");
    }

    @Test
    void aStopDoesNotWaitForACallbackAndCompletesTheOtherStages() throws Exception {
        Publisher publisher = onlineWithFirstEventStored(settings(100, Overflow.FAIL, SOON, 10, 1));
        var begun = new CountDownLatch(1);
        trigger(1).thenRun(() -> {
            begun.countDown();
            waitForEver();
        });
        session.next().store();
        begun.await();
        var underWay = trigger(2);
        session.next();
        var waiting = trigger(3);

        assertThat(publisher.close(Duration.ofMillis(10))).isEqualTo(2);

        assertThat(failure(underWay)).hasMessageContaining("RTH0115");
        assertThat(failure(waiting)).hasMessageContaining("RTH0114");
    }

    @Test
    void aCallbackMayStopThePublisher() throws Exception {
        Publisher publisher = online(USUAL);
        var closed = trigger(1).thenApply(receipt -> publisher.close(SOON));
        session.next().store();

        assertThat(closed.toCompletableFuture().get(30, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void noThreadIsLeftAfterTheStopWhenCallbacksHaveReturned() throws Exception {
        Publisher publisher = online(USUAL);
        trigger(1).thenRun(this::waitForEver);
        var joined = trigger(2).thenApply(receipt -> join(3));
        databaseStoresAll();
        stored(joined);
        await().atMost(SOON).until(() -> threads.size() > 2);

        publisher.close(AT_ONCE);
        forEver.countDown();

        await().atMost(SOON).until(() -> threads.stream().noneMatch(Thread::isAlive));
    }
}
