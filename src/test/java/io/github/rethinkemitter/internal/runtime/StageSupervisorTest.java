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

    private final List<LifecycleEvent> lifecycle = new CopyOnWriteArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void aStageThatReturnsDoesNotRunAgain() {
        supervise(runs::incrementAndGet, Duration.ZERO).run();

        assertThat(runs).hasValue(1);
        assertThat(lifecycle).isEmpty();
    }

    @Test
    void aStageThatThrowsIsReportedAndCountedAndRunsAgain() {
        var supervisor = supervise(this::failTwice, Duration.ofMillis(1));

        supervisor.run();

        assertThat(runs).hasValue(3);
        assertThat(supervisor.failures()).isEqualTo(2);
        assertThat(lifecycle)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.toString())
                        .contains("SUBSCRIBE", "RTH0622 the feed thread of the default channel failed"));
    }

    @Test
    void aStageThatThrowsAfterTheCloseIsNotReported() {
        var supervisor = new StageSupervisor[1];
        supervisor[0] = supervise(
                () -> {
                    supervisor[0].close();
                    throw new IllegalStateException();
                },
                Duration.ofHours(1));

        supervisor[0].run();

        assertThat(lifecycle).isEmpty();
    }

    @Test
    void aCloseDoesNotWaitForTheNextRun() throws Exception {
        var failed = new CountDownLatch(1);
        var supervisor = supervise(
                () -> {
                    failed.countDown();
                    throw new IllegalStateException();
                },
                Duration.ofHours(1));
        var thread = new Thread(supervisor);
        thread.start();
        failed.await();

        supervisor.close();

        thread.join();
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void anInterruptLeftBehindByForeignCodeDoesNotReachTheNextRun() {
        supervise(
                        () -> {
                            if (runs.incrementAndGet() == 1) {
                                Thread.currentThread().interrupt();
                                throw new IllegalStateException();
                            }
                            lifecycle.add(
                                    Thread.currentThread().isInterrupted()
                                            ? new Connected("interrupted")
                                            : new Connected("calm"));
                        },
                        Duration.ofMillis(1))
                .run();

        assertThat(lifecycle).contains(new Connected("calm"));
    }

    private void failTwice() {
        if (runs.incrementAndGet() < 3) {
            throw new InternalError("on purpose");
        }
    }

    private StageSupervisor supervise(Runnable stage, Duration delay) {
        var failures = new StageSupervisor.Failures("", new LifecycleEventFactory("", "nowhere", lifecycle::add));
        return new StageSupervisor(
                ThreadRole.FEED, stage, failures, ExponentialBackoff.random(delay, delay), System::nanoTime);
    }
}
