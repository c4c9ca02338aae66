package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is there when, from the first trigger to the end. */
@Timeout(60)
class ChannelLifecycleTest {

    private final ChannelFixture bench = new ChannelFixture();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void nothingIsLeft() throws Exception {
        gate.countDown();
        bench.close();
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(bench.threads).noneMatch(Thread::isAlive));
    }

    @Test
    void whatIsTriggeredBeforeTheStartIsStoredAndObservedAfterIt() throws Exception {
        var channels = bench.prepare("beep");

        channels.emitter("").trigger("beep", "early").toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(bench.observed).isEmpty();
        assertThat(bench.news).isEmpty();
        channels.start();

        await().atMost(ChannelFixture.PATIENCE).until(() -> bench.observed.equals(List.of("beep=early")));
        assertThat(bench.told(1)).contains("Connected");
    }

    @Test
    void aFlushBeforeTheStartWaitsForWhatWasTriggered() throws Exception {
        var channels = bench.prepare();

        channels.emitter("").withHeaders(Map.of("a", "b")).trigger("beep", "boop");

        assertThat(channels.emitter("").flush(ChannelFixture.PATIENCE)).isTrue();
        assertThat(bench.store.table).hasSize(1);
    }

    @Test
    void nothingIsPublishedUntilTheBeginningOfTheSubscriptionIsKnown() throws Exception {
        var first = new InMemorySession();
        first.nowFails = true;
        bench.store.thenOpen(first);
        bench.options.put("reconnect.delay", "1h");
        bench.options.put("reconnect.max-delay", "1h");
        var channels = bench.start("beep");

        var stage = channels.emitter("").trigger("beep", "boop").toCompletableFuture();

        assertThat(bench.told(1)).containsExactly("EmitterError");
        assertThat(bench.all(EmitterError.class).get(0).phase()).isEqualTo(EmitterError.Phase.SUBSCRIBE);
        assertThat(stage).isNotDone();
        assertThat(bench.store.table).isEmpty();
    }

    @Test
    void anAttemptWhoseBeginningFailedIsRepeated() throws Exception {
        var first = new InMemorySession();
        first.nowFails = true;
        bench.store.thenOpen(first);

        var channels = bench.start("beep");

        channels.emitter("").trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(first.isOpen()).isFalse();
        assertThat(bench.store.sessions).hasSize(2);
    }

    @Test
    void theBeginningIsTakenOnceHoweverOftenTheSessionIsLost() {
        bench.options.put("subscriber", "s");
        bench.start("beep");
        bench.told(1);

        bench.store.cut("gone");

        bench.told(3);
        assertThat(bench.store.session(0).claims).hasValue(1);
        assertThat(bench.store.session(1).claims).hasValue(0);
    }

    @Test
    void eventsAreStoredAlthoughNothingIsObservedUntilSomebodyDecides() throws Exception {
        bench.options.putAll(Map.of("subscriber", "s", "on-history-lost", "fail"));
        var session = new InMemorySession();
        var then = Instant.EPOCH;
        session.claim =
                new PositionClaim(new Bookmark(then, then, then, true, Map.of(), List.of(), true), then.plusSeconds(1));
        bench.store.thenOpen(session);
        var channels = bench.start("beep");

        channels.emitter("").trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);

        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(bench.all(EmitterError.class))
                        .anySatisfy(error -> assertThat(error.cause()).hasMessageStartingWith("RTH0312")));
        assertThat(bench.observed).isEmpty();
    }

    @Test
    void aPositionIsWrittenByTheSessionThatReplacedALostOne() throws Exception {
        bench.options.put("subscriber", "s");
        var channels = bench.start("beep");
        bench.told(1);
        bench.store.session(0).cut("gone");
        bench.told(3);

        channels.emitter("").trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);

        await().atMost(ChannelFixture.PATIENCE)
                .until(() -> bench.store.session(1).positions.stream()
                        .anyMatch(position -> !position.marks().isEmpty()));
        assertThat(bench.store.timelines).hasSize(1);
    }

    @Test
    void whatAnObserverTriggersDuringTheStopIsStored() throws Exception {
        bench.options.put("subscriber", "s");
        var channels = bench.prepare("beep");
        var second = new AtomicReference<CompletableFuture<?>>();
        bench.observer = payload -> {
            if (payload.equals("first")) {
                entered.countDown();
                ChannelFixture.awaitDeaf(gate);
                second.set(channels.emitter("").trigger("other", "second").toCompletableFuture());
                second.get().join();
            }
        };
        channels.start();
        channels.emitter("").trigger("beep", "first");
        entered.await();

        var stop = new Thread(channels::close);
        stop.start();
        await().atMost(ChannelFixture.PATIENCE).until(() -> bench.store.timelines.get(0).closed);
        gate.countDown();
        stop.join();

        assertThat(second.get()).isCompleted();
        assertThat(bench.store.table).extracting(event -> event.topic()).containsExactly("beep", "other");
        assertThat(lastPosition().whole()).isTrue();
    }

    @Test
    void whatComesAgainAfterAnObserverThatWasNotWaitedForIsFlagged() throws Exception {
        bench.options.putAll(Map.of("subscriber", "s", "stop-timeout", "100ms"));
        bench.observer = payload -> {
            entered.countDown();
            ChannelFixture.awaitDeaf(gate);
        };
        var channels = bench.start("beep");
        channels.emitter("").trigger("beep", "boop");
        entered.await();

        channels.close();

        assertThat(lastPosition().whole()).isFalse();
        assertThat(bench.thread(ThreadRole.OBSERVERS).isAlive()).isTrue(); // still in the observer, and not waited for
    }

    @Test
    void aHostThatDoesNotAnswerDoesNotHoldUpTheStop() {
        bench.options.put("stop-timeout", "100ms");
        bench.store.thenHangDeaf(gate);
        var channels = bench.prepare("beep");
        var stage = channels.emitter("").trigger("beep").toCompletableFuture();

        channels.close();

        assertThat(stage).isCompletedExceptionally();
    }

    @Test
    void aDatabaseThatDoesNotAnswerDoesNotHoldUpTheStop() throws Exception {
        bench.options.put("stop-timeout", "100ms");
        var session = new InMemorySession();
        session.swallowsInserts = true;
        bench.store.thenOpen(session);
        var channels = bench.start("beep");
        bench.told(1);
        var stage = channels.emitter("").trigger("beep").toCompletableFuture();

        channels.close();

        assertThat(stage)
                .failsWithin(ChannelFixture.PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(EventDroppedException.class);
    }

    @Test
    void anObserverThatStopsTheApplicationDoesNotWaitForItself() throws Exception {
        bench.options.put("stop-timeout", "1h");
        var channels = bench.prepare("beep");
        bench.observer = payload -> {
            channels.close();
            entered.countDown();
        };
        channels.start();

        channels.emitter("").trigger("beep", "boop");

        entered.await();
    }

    @Test
    void anAsynchronousObserverThatStopsTheApplicationDoesNotWaitForItself() throws Exception {
        bench.options.put("stop-timeout", "1h");
        bench.asynchronous = true;
        var channels = bench.prepare("beep");
        bench.observer = payload -> {
            channels.close();
            entered.countDown();
        };
        channels.start();

        channels.emitter("").trigger("beep", "boop");

        entered.await();
    }

    @Test
    void aCallbackThatStopsTheApplicationDoesNotWaitForItself() throws Exception {
        bench.options.put("stop-timeout", "1h");
        var channels = bench.start();

        channels.emitter("").trigger("beep", "boop").thenRun(() -> {
            channels.close();
            entered.countDown();
        });

        entered.await();
    }

    @Test
    void theApplicationMayTriggerUntilTheVeryEnd() throws Exception {
        var channels = bench.start("beep");
        bench.told(1);

        channels.stopObserving();
        var last = channels.emitter("").trigger("beep", "last").toCompletableFuture();
        channels.close();

        assertThat(last).isCompleted();
        assertThat(bench.store.table).hasSize(1);
        assertThat(bench.observed).isEmpty();
    }

    @Test
    void interruptsByStrangersEndNothing() throws Exception {
        var channels = bench.start("beep");
        bench.told(1);

        for (int round = 0; round < 3; round++) {
            for (var role : List.of(ThreadRole.NEWS, ThreadRole.SESSION, ThreadRole.FEED, ThreadRole.OBSERVERS)) {
                bench.thread(role).interrupt();
            }
        }

        var stages = IntStream.range(0, 50)
                .mapToObj(i -> channels.emitter("").trigger("beep", i).toCompletableFuture())
                .toList();
        for (var stage : stages) {
            stage.get(30, TimeUnit.SECONDS);
        }
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(bench.observed).hasSize(50));
        assertThat(bench.threads).allMatch(Thread::isAlive);
    }

    @Test
    void anObserverThatWaitsForAnEventWhileEverythingIsLostGoesOn() throws Exception {
        bench.options.put("subscribe.buffer-size", "1");
        var channels = bench.prepare("beep");
        bench.observer = payload -> {
            entered.countDown();
            ChannelFixture.awaitDeaf(gate);
            channels.emitter("").trigger("other").toCompletableFuture().join();
        };
        channels.start();
        bench.told(1);
        for (int i = 0; i < 4; i++) {
            channels.emitter("").trigger("beep", i);
        }
        entered.await();

        bench.store.cut("gone");
        gate.countDown();

        assertThat(bench.told(3)).contains("Connected", "Disconnected", "Reconnected");
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(bench.store.table).hasSize(8));
    }

    private Bookmark lastPosition() {
        var positions = bench.store.session(0).positions;
        return positions.get(positions.size() - 1);
    }
}
