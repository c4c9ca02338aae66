package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.Reconnected;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever an application does on a thread of the library, publishing, other observers, the heartbeat and the stop still work. */
@ContractTest
@Timeout(180)
class BlockedThreadsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int BUFFER = 4;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch disconnected = new CountDownLatch(1);
    private final CountDownLatch joined = new CountDownLatch(1);
    private final CountDownLatch unblock = new CountDownLatch(1);
    private TestApplication application;

    /** What an application does on a thread of the library. */
    enum Misuse {
        AN_OBSERVER_BLOCKS,
        AN_ASYNC_OBSERVER_BLOCKS,
        AN_OBSERVER_JOINS_A_STAGE,
        A_CALLBACK_BLOCKS,
        A_CALLBACK_JOINS_A_STAGE,
        A_CALLBACK_THROWS,
        A_CALLBACK_INTERRUPTS;

        boolean joins() {
            return this == AN_OBSERVER_JOINS_A_STAGE || this == A_CALLBACK_JOINS_A_STAGE;
        }
    }

    @ParameterizedTest
    @EnumSource(Misuse.class)
    void everythingElseStillWorks(Misuse misuse, TestDb db) throws Exception {
        try (var a = TestApplication.on(db)
                .with("observer.warn-after", "1s")
                .with("stop-timeout", "2s")
                .with("heartbeat.interval", "1s")
                .with("heartbeat.timeout", "1s")
                .with("publish.buffer-size", BUFFER)
                .with("publish.overflow", "fail")
                .observing("block", String.class, ignored -> block())
                .observingAsync("block async", String.class, ignored -> block())
                .observing("join", String.class, ignored -> joinAStage())) {
            application = a;
            ObservedEvents observed = a.recording();
            a.connected();
            start(misuse);
            awaitLatch(entered);

            awaitStored(trigger("others"));
            await().atMost(TIMEOUT).until(() -> observed.topics().contains("others"));

            db.server().freeze();
            a.awaitLifecycle(Disconnected.class);
            disconnected.countDown();
            for (int i = 0; i < 2 * BUFFER; i++) {
                var unused = trigger("fills the buffer");
            }
            db.server().thaw();
            a.awaitLifecycle(Reconnected.class);
            await().atMost(TIMEOUT).untilAsserted(() -> awaitStored(trigger("others again")));
            await().atMost(TIMEOUT).until(() -> observed.topics().contains("others again"));
            if (misuse.joins()) {
                awaitLatch(joined);
            }

            stop(a);
        } finally {
            unblock.countDown();
        }
    }

    private void start(Misuse misuse) throws Exception {
        switch (misuse) {
            case AN_OBSERVER_BLOCKS -> awaitStored(trigger("block"));
            case AN_ASYNC_OBSERVER_BLOCKS -> awaitStored(trigger("block async"));
            case AN_OBSERVER_JOINS_A_STAGE -> awaitStored(trigger("join"));
            case A_CALLBACK_BLOCKS -> whenStored(this::block);
            case A_CALLBACK_JOINS_A_STAGE -> whenStored(this::joinAStage);
            case A_CALLBACK_THROWS ->
                whenStored(() -> {
                    entered.countDown();
                    throw new AssertionError("thrown by a callback");
                });
            case A_CALLBACK_INTERRUPTS ->
                whenStored(() -> {
                    Thread.currentThread().interrupt();
                    entered.countDown();
                });
        }
    }

    @Test
    void aDatabaseThatIsNeverReachedBlocksNeitherTriggerNorFlushNorTheStop(TestDb db) throws Exception {
        db.server().network().refuse();
        try (var a = TestApplication.on(db).with("stop-timeout", "1s").with("connect-timeout", "1s")) {
            application = a;
            a.started();
            CompletableFuture<Receipt> waiting = trigger("away");

            a.awaitLifecycle(EmitterError.class);
            assertThat(a.emitter().flush(Duration.ofMillis(100))).isFalse();
            assertThat(waiting).isNotDone();
            stop(a);

            assertThatThrownBy(() -> awaitStored(waiting)).hasCauseInstanceOf(EventDroppedException.class);
        } finally {
            db.server().network().accept();
        }
    }

    private static void stop(TestApplication application) throws InterruptedException {
        var stop = new Thread(application::stop, "stop");
        stop.start();
        stop.join(TIMEOUT.toMillis());
        assertThat(stop.isAlive()).as("the stop still waits").isFalse();
    }

    // Blocks for longer than this test waits for anything.
    private void block() {
        entered.countDown();
        try {
            unblock.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void joinAStage() {
        entered.countDown();
        awaitLatch(disconnected);
        try {
            trigger("joined").join();
        } finally {
            joined.countDown();
        }
    }

    private void whenStored(Runnable callback) {
        var unused = trigger("callback").thenRun(callback);
    }

    private CompletableFuture<Receipt> trigger(String topic) {
        return application.emitter().trigger(topic, topic).toCompletableFuture();
    }

    private static void awaitStored(CompletableFuture<Receipt> stage) throws Exception {
        stage.get(60, TimeUnit.SECONDS);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
