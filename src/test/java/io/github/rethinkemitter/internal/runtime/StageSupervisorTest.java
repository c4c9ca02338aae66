package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StageSupervisorTest {

    private final List<LifecycleEvent> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void aStageThatComesBackIsClosedAndRunsNoMore() {
        guard(runs::incrementAndGet, Duration.ZERO).run();

        assertThat(runs).hasValue(1);
        assertThat(told).isEmpty();
    }

    @Test
    void aStageThatThrowsIsToldAndCountedAndBeginsAgain() {
        var guard = guard(this::failTwice, Duration.ofMillis(1));

        guard.run();

        assertThat(runs).hasValue(3);
        assertThat(guard.failures()).isEqualTo(2);
        assertThat(told)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.toString())
                        .contains("SUBSCRIBE", "RTH0622 the feed thread of the default channel failed"));
    }

    @Test
    void aStageThatThrowsAfterTheEndIsNotTold() {
        var guard = new StageSupervisor[1];
        guard[0] = guard(
                () -> {
                    guard[0].close();
                    throw new IllegalStateException();
                },
                Duration.ofHours(1));

        guard[0].run();

        assertThat(told).isEmpty();
    }

    @Test
    void theEndDoesNotWaitForTheNextAttempt() throws Exception {
        var failed = new CountDownLatch(1);
        var guard = guard(
                () -> {
                    failed.countDown();
                    throw new IllegalStateException();
                },
                Duration.ofHours(1));
        var thread = new Thread(guard);
        thread.start();
        failed.await();

        guard.close();

        thread.join();
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void anInterruptThatForeignCodeLeftIsGone() {
        guard(
                        () -> {
                            if (runs.incrementAndGet() == 1) {
                                Thread.currentThread().interrupt();
                                throw new IllegalStateException();
                            }
                            told.add(
                                    Thread.currentThread().isInterrupted()
                                            ? new Connected("interrupted")
                                            : new Connected("calm"));
                        },
                        Duration.ofMillis(1))
                .run();

        assertThat(told).contains(new Connected("calm"));
    }

    private void failTwice() {
        if (runs.incrementAndGet() < 3) {
            throw new InternalError("on purpose");
        }
    }

    private StageSupervisor guard(Runnable stage, Duration delay) {
        var reporter = new StageSupervisor.Reporter("", new LifecycleEventFactory("", "nowhere", told::add));
        return new StageSupervisor(
                ThreadRole.FEED, stage, reporter, ExponentialBackoff.random(delay, delay), System::nanoTime);
    }
}
