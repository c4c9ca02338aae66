package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Connected;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever one observer of lifecycle events does, the others are called. */
@Timeout(60)
class LifecycleNotifierTest {

    private static final List<String> CALLS = new CopyOnWriteArrayList<>();
    private static Runnable first = () -> {};

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch gate = new CountDownLatch(1);
    private SeContainer container;

    @ApplicationScoped
    static class Observers {

        void first(@Observes @Priority(1) Connected event) {
            first.run();
            CALLS.add("first " + event.channel());
        }

        void async(@ObservesAsync @Priority(2) Connected event) {
            CALLS.add("async " + event.channel());
        }

        void last(@Observes @Priority(3) Connected event) {
            CALLS.add("last " + event.channel());
        }
    }

    @BeforeEach
    void start() {
        CALLS.clear();
        container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(new EmitterExtension())
                .addBeanClasses(Observers.class)
                .initialize();
    }

    @AfterEach
    void stop() {
        gate.countDown();
        threads.shutdown();
        container.close();
    }

    @Test
    void anObserverThatDoesNotReturnDoesNotDelayOthersAndIsCalledAgainWhenItHas() {
        first = this::awaitGate;
        var notifier = notifier(threads, Duration.ofMillis(50));

        notifier.accept(new Connected("a"));
        notifier.accept(new Connected("b"));
        await().untilAsserted(() -> assertThat(CALLS).contains("last a", "last b", "async a", "async b"));
        gate.countDown();
        await().untilAsserted(() -> assertThat(CALLS).contains("first a"));

        await().untilAsserted(() -> {
            notifier.accept(new Connected("c"));
            assertThat(CALLS).contains("first c");
        });
        assertThat(CALLS).doesNotContain("first b");
    }

    @Test
    void synchronousObserversAreCalledAlthoughTheExecutorHasNoFreeThread() {
        first = () -> {};
        var notifier = notifier(task -> {}, Duration.ofSeconds(30));

        notifier.accept(new Connected("a"));

        assertThat(CALLS).containsExactly("first a", "last a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void synchronousObserversAreCalledAlthoughTheExecutorRefuses(boolean asSpecified) {
        first = () -> {};
        Executor refusing = task -> {
            if (asSpecified) {
                throw new RejectedExecutionException("full");
            }
            throw new NoClassDefFoundError("a server that ends");
        };

        notifier(refusing, Duration.ofSeconds(30)).accept(new Connected("a"));

        assertThat(CALLS).containsExactly("first a", "last a");
    }

    @Test
    void otherObserversAreCalledAlthoughOneThrowsAnError() {
        first = () -> {
            throw new InternalError("on purpose");
        };

        notifier(Runnable::run, Duration.ofSeconds(30)).accept(new Connected("a"));

        assertThat(CALLS).containsExactly("async a", "last a");
    }

    private LifecycleNotifier notifier(Executor async, Duration patience) {
        var application = container.select(ApplicationBeans.class).get();
        return new LifecycleNotifier(
                application.lifecycleObservers(), new ObserverInvoker(application.all()), async, patience);
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
