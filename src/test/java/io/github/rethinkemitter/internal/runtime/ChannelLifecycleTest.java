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

/** What a channel does at which time, from the first trigger to its end. */
@Timeout(60)
class ChannelLifecycleTest {

    private final ChannelFixture fixture = new ChannelFixture();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void nothingIsLeft() throws Exception {
        gate.countDown();
        fixture.close();
    }

    @Test
    void anEventTriggeredBeforeTheStartIsStoredAtOnceAndObservedAfterIt() throws Exception {
        var channels = fixture.prepare("beep");

        channels.of("").emitter().trigger("beep", "early").toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(fixture.observed).isEmpty();
        assertThat(fixture.lifecycle).isEmpty();
        channels.start();

        await().atMost(ChannelFixture.PATIENCE).until(() -> fixture.observed.equals(List.of("beep=early")));
        assertThat(fixture.awaitLifecycle(1)).contains("Connected");
    }

    @Test
    void aFlushBeforeTheStartWaitsForTriggeredEvents() throws Exception {
        var channels = fixture.prepare();

        channels.of("")
                .emitter()
                .withHeaders(Map.of("a", "b"))
                .withKey("order-7")
                .trigger("beep", "boop");

        assertThat(channels.of("").emitter().flush(ChannelFixture.PATIENCE)).isTrue();
        assertThat(fixture.store.table)
                .singleElement()
                .satisfies(event -> assertThat(event.key()).isEqualTo("order-7"));
    }

    @Test
    void nothingIsPublishedUntilTheStartOfTheSubscriptionIsKnown() throws Exception {
        var first = new InMemorySession();
        first.nowFails = true;
        fixture.store.thenOpen(first);
        fixture.options.put("reconnect.delay", "1h");
        fixture.options.put("reconnect.max-delay", "1h");
        fixture.options.put("stop-timeout", "100ms");
        var channels = fixture.start("beep");

        var stage = channels.of("").emitter().trigger("beep", "boop").toCompletableFuture();

        assertThat(fixture.awaitLifecycle(1)).containsExactly("EmitterError");
        assertThat(fixture.lifecycleEvents(EmitterError.class).get(0).phase()).isEqualTo(EmitterError.Phase.SUBSCRIBE);
        assertThat(stage).isNotDone();
        assertThat(fixture.store.table).isEmpty();
    }

    @Test
    void anAttemptThatCannotReadTheStartOfTheSubscriptionIsRepeated() throws Exception {
        var first = new InMemorySession();
        first.nowFails = true;
        fixture.store.thenOpen(first);

        var channels = fixture.start("beep");

        channels.of("").emitter().trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(first.isOpen()).isFalse();
        assertThat(fixture.store.sessions).hasSize(2);
    }

    @Test
    void theStartOfTheSubscriptionIsReadOnceHoweverOftenTheSessionIsLost() {
        fixture.options.put("subscriber", "s");
        fixture.start("beep");
        fixture.awaitLifecycle(1);

        fixture.store.cut("gone");

        fixture.awaitLifecycle(3);
        assertThat(fixture.store.session(0).claims).hasValue(1);
        assertThat(fixture.store.session(1).claims).hasValue(0);
    }

    @Test
    void eventsAreStoredThoughNothingIsObservedAfterTheHistoryWasLost() throws Exception {
        fixture.options.putAll(Map.of("subscriber", "s", "on-history-lost", "fail"));
        var session = new InMemorySession();
        var then = Instant.EPOCH;
        session.claim = new PositionClaim(
                new Bookmark(then, then, then, true, Map.of(), List.of(), true, 0), then.plusSeconds(1));
        fixture.store.thenOpen(session);
        var channels = fixture.start("beep");

        channels.of("").emitter().trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);

        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(fixture.lifecycleEvents(EmitterError.class))
                        .anySatisfy(error -> assertThat(error.cause()).hasMessageStartingWith("RTH0312")));
        assertThat(fixture.observed).isEmpty();
    }

    @Test
    void aPositionIsWrittenByTheSessionThatReplacedALostOne() throws Exception {
        fixture.options.put("subscriber", "s");
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);
        fixture.store.session(0).cut("gone");
        fixture.awaitLifecycle(3);

        channels.of("").emitter().trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);

        await().atMost(ChannelFixture.PATIENCE)
                .until(() -> fixture.store.session(1).positions.stream()
                        .anyMatch(position -> !position.marks().isEmpty()));
        assertThat(fixture.store.readers).hasSize(1);
    }

    @Test
    void anEventThatAnObserverTriggersDuringTheStopIsStored() throws Exception {
        fixture.options.put("subscriber", "s");
        var channels = fixture.prepare("beep");
        var second = new AtomicReference<CompletableFuture<?>>();
        fixture.observer = payload -> {
            if (payload.equals("first")) {
                entered.countDown();
                ChannelFixture.awaitIgnoringInterrupts(gate);
                second.set(channels.of("").emitter().trigger("other", "second").toCompletableFuture());
                second.get().join();
            }
        };
        channels.start();
        channels.of("").emitter().trigger("beep", "first");
        entered.await();

        var stop = new Thread(channels::close);
        stop.start();
        await().atMost(ChannelFixture.PATIENCE).until(() -> fixture.store.readers.get(0).closed);
        gate.countDown();
        stop.join();

        assertThat(second.get()).isCompleted();
        assertThat(fixture.store.table).extracting(event -> event.topic()).containsExactly("beep", "other");
        assertThat(lastPosition().whole()).isTrue();
    }

    @Test
    void aPositionIsNotMarkedWholeWhenAnObserverHasNotReturnedAtTheStop() throws Exception {
        fixture.options.putAll(Map.of("subscriber", "s", "stop-timeout", "100ms"));
        fixture.observer = payload -> {
            entered.countDown();
            ChannelFixture.awaitIgnoringInterrupts(gate);
        };
        var channels = fixture.start("beep");
        channels.of("").emitter().trigger("beep", "boop");
        entered.await();

        channels.close();

        assertThat(lastPosition().whole()).isFalse();
        assertThat(fixture.thread(ThreadRole.OBSERVERS).isAlive()).isTrue(); // still in the observer
    }

    @Test
    void aHostThatDoesNotAnswerDoesNotDelayTheStop() {
        fixture.options.put("stop-timeout", "100ms");
        fixture.store.thenHangIgnoringInterrupts(gate);
        var channels = fixture.prepare("beep");
        var stage = channels.of("").emitter().trigger("beep").toCompletableFuture();

        channels.close();

        assertThat(stage).isCompletedExceptionally();
    }

    @Test
    void aDatabaseThatDoesNotAnswerDoesNotDelayTheStop() throws Exception {
        fixture.options.put("stop-timeout", "100ms");
        var session = new InMemorySession();
        session.swallowsInserts = true;
        fixture.store.thenOpen(session);
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);
        var stage = channels.of("").emitter().trigger("beep").toCompletableFuture();

        channels.close();

        assertThat(stage)
                .failsWithin(ChannelFixture.PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(EventDroppedException.class);
    }

    @Test
    void anObserverThatStopsTheApplicationDoesNotWaitForItself() throws Exception {
        fixture.options.put("stop-timeout", "1h");
        var channels = fixture.prepare("beep");
        fixture.observer = payload -> {
            channels.close();
            entered.countDown();
        };
        channels.start();

        channels.of("").emitter().trigger("beep", "boop");

        entered.await();
    }

    @Test
    void anAsynchronousObserverThatStopsTheApplicationDoesNotWaitForItself() throws Exception {
        fixture.options.put("stop-timeout", "1h");
        fixture.asynchronous = true;
        var channels = fixture.prepare("beep");
        fixture.observer = payload -> {
            channels.close();
            entered.countDown();
        };
        channels.start();

        channels.of("").emitter().trigger("beep", "boop");

        entered.await();
    }

    @Test
    void aCallbackThatStopsTheApplicationDoesNotWaitForItself() throws Exception {
        fixture.options.put("stop-timeout", "1h");
        var channels = fixture.start();

        channels.of("").emitter().trigger("beep", "boop").thenRun(() -> {
            channels.close();
            entered.countDown();
        });

        entered.await();
    }

    @Test
    void theApplicationMayTriggerEventsUntilTheChannelsAreClosed() throws Exception {
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);

        channels.stopObserving();
        var last = channels.of("").emitter().trigger("beep", "last").toCompletableFuture();
        channels.close();

        assertThat(last).isCompleted();
        assertThat(fixture.store.table).hasSize(1);
        assertThat(fixture.observed).isEmpty();
    }

    @Test
    void interruptsByForeignCodeEndNoThread() throws Exception {
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);

        for (int round = 0; round < 3; round++) {
            for (var role : List.of(ThreadRole.LIFECYCLE, ThreadRole.SESSION, ThreadRole.FEED, ThreadRole.OBSERVERS)) {
                fixture.thread(role).interrupt();
            }
        }

        var stages = IntStream.range(0, 50)
                .mapToObj(i -> channels.of("").emitter().trigger("beep", i).toCompletableFuture())
                .toList();
        for (var stage : stages) {
            stage.get(30, TimeUnit.SECONDS);
        }
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(fixture.observed).hasSize(50));
        assertThat(fixture.threads).allMatch(Thread::isAlive);
    }

    @Test
    void anObserverThatWaitsForAnEventWhileAllConnectionsAreLostReturnsAfterwards() throws Exception {
        fixture.options.put("subscribe.buffer-size", "1");
        var channels = fixture.prepare("beep");
        fixture.observer = payload -> {
            entered.countDown();
            ChannelFixture.awaitIgnoringInterrupts(gate);
            channels.of("").emitter().trigger("other").toCompletableFuture().join();
        };
        channels.start();
        fixture.awaitLifecycle(1);
        for (int i = 0; i < 4; i++) {
            channels.of("").emitter().trigger("beep", i);
        }
        entered.await();

        fixture.store.cut("gone");
        gate.countDown();

        assertThat(fixture.awaitLifecycle(3)).contains("Connected", "Disconnected", "Reconnected");
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(fixture.store.table).hasSize(8));
    }

    private Bookmark lastPosition() {
        var positions = fixture.store.session(0).positions;
        return positions.get(positions.size() - 1);
    }
}
