package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.CaughtUp;
import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.flow.Weighted;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LifecycleEventQueueTest {

    private final List<LifecycleEvent> fired = new ArrayList<>();

    @Test
    void eventsAcceptedBeforeTheEndAreFiredInOrder() throws Exception {
        var queue = new LifecycleEventQueue("", fired::add, System::nanoTime);
        queue.accept(new Connected(""));
        queue.accept(new CaughtUp("", 3));

        queue.drain(Duration.ofSeconds(1));
        queue.run();

        assertThat(fired).containsExactly(new Connected(""), new CaughtUp("", 3));
    }

    @Test
    void anErrorOfAnObserverAndAnInterruptThatItLeavesBehindEndNothing() throws Exception {
        var queue = new LifecycleEventQueue(
                "",
                event -> {
                    fired.add(event);
                    Thread.currentThread().interrupt();
                    throw new InternalError("on purpose");
                },
                System::nanoTime);
        queue.accept(new Connected(""));
        queue.accept(new CaughtUp("", 3));

        queue.drain(Duration.ofSeconds(1));
        queue.run();

        assertThat(fired).hasSize(2);
    }

    @Test
    void anObserverThatHangsDoesNotFillTheMemory() throws Exception {
        var queue = new LifecycleEventQueue("", fired::add, System::nanoTime);
        for (int i = 0; i < 5_000; i++) {
            queue.accept(new CaughtUp("", i));
        }

        var thread = new Thread(queue);
        thread.start();
        queue.drain(Duration.ofSeconds(20));
        thread.join();

        assertThat(fired).hasSize(1_000);
    }

    @Test
    void theWeightOfQueuedFailuresIsBounded() throws Exception {
        var queue = new LifecycleEventQueue("", fired::add, System::nanoTime);
        for (int attempt = 1; attempt <= 4; attempt++) {
            queue.accept(new ObserverFailed(
                    "", weighing(6 << 20), "Observer", attempt, Optional.empty(), new Exception("on purpose")));
        }
        queue.accept(new CaughtUp("", 3));

        queue.drain(Duration.ofSeconds(1));
        queue.run();
        queue.accept(new ObserverFailed(
                "", weighing(60 << 20), "Observer", 5, Optional.empty(), new Exception("on purpose")));
        queue.drain(Duration.ofSeconds(1));
        queue.run();

        assertThat(fired)
                .extracting(event -> event instanceof ObserverFailed failed ? failed.attempt() : 0)
                .containsExactly(1, 2, 0, 5);
    }

    private static RethinkEvent weighing(long bytes) {
        return (RethinkEvent) Proxy.newProxyInstance(
                RethinkEvent.class.getClassLoader(),
                new Class<?>[] {RethinkEvent.class, Weighted.class},
                (proxy, method, arguments) -> bytes);
    }

    @Test
    void aCheckForLaterRunsOnce() throws Exception {
        var checked = new CountDownLatch(1);
        var queue = new LifecycleEventQueue("", fired::add, System::nanoTime);
        queue.checkLater(Duration.ofMillis(1), checked::countDown);

        var thread = new Thread(queue);
        thread.start();
        checked.await();
        queue.accept(new Connected(""));
        queue.drain(Duration.ofSeconds(20));
        thread.join();

        assertThat(fired).hasSize(1);
    }
}
