package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.Reconnected;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.internal.cdi.EmitterExtension;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that are triggered while an application starts or stops. */
@ContractTest(alsoPacking = true)
@Timeout(120)
class StartAndStopIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static EmitterOptions options = EmitterOptions.none();
    private static final List<String> OBSERVED = new CopyOnWriteArrayList<>();

    /** An application that triggers events in each phase of its life, and waits for the first ones. */
    @ApplicationScoped
    static class Shop {

        @Inject
        Emitter emitter;

        @Produces
        static EmitterOptions options() {
            return StartAndStopIT.options;
        }

        void initialized(@Observes @Initialized(ApplicationScoped.class) Object event) {
            emitter.trigger("shop", "initialized").toCompletableFuture().join();
        }

        void start(@Observes Startup event) {
            emitter.trigger("shop", "started").toCompletableFuture().join();
        }

        void stop(@Observes Shutdown event) {
            emitter.trigger("shop", "shut down");
        }

        void stopLast(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
            emitter.trigger("shop", "about to be destroyed");
        }

        @PreDestroy
        void end() {
            emitter.trigger("shop", "destroyed");
        }

        void observed(@Observes @RethinkTopic("shop") String payload) {
            OBSERVED.add(payload);
        }
    }

    @Test
    void eventsTriggeredDuringTheStartAreObservedAndEventsTriggeredDuringTheStopAreStored(TestDb db) throws Exception {
        OBSERVED.clear();
        options = EmitterOptions.of(db.url().toString());
        try (var outside = db.outside()) {
            try (SeContainer container = SeContainerInitializer.newInstance()
                    .disableDiscovery()
                    .addExtensions(new EmitterExtension())
                    .addBeanClasses(Shop.class)
                    .initialize()) {
                await().atMost(TIMEOUT)
                        .untilAsserted(() -> assertThat(OBSERVED).containsExactly("initialized", "started"));
                assertThat(container.isRunning()).isTrue();
            }

            assertThat(outside.rows("r.table('events').orderBy('seq')('args').map(args => args(1))"))
                    .extracting(JsonNode::asText)
                    .containsExactly("initialized", "started", "shut down", "about to be destroyed", "destroyed");
        }
    }

    @Test
    void aServerObservesAllEventsThatItTriggersRightAfterItsStart(TestDb db) throws Exception {
        try (var a = TestApplication.on(db)) {
            var observed = a.recording();
            a.started();

            var stages = IntStream.range(0, 50)
                    .mapToObj(i -> a.emitter().trigger("early", i).toCompletableFuture())
                    .toList();
            for (var stage : stages) {
                stage.get();
            }

            observed.await(50);
            observed.assertOnceAndInOrder();
            assertThat(a.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    @Test
    void anObserverThatWaitsForAStageContinuesAlthoughTheConnectionBreaks(TestDb db) throws Exception {
        var entered = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        var emitter = new AtomicReference<Emitter>();
        var replies = new CopyOnWriteArrayList<Integer>();
        try (var a = TestApplication.on(db)
                .with("subscribe.buffer-size", 1)
                .observing("question", Integer.class, number -> {
                    entered.countDown();
                    awaitLatch(gate);
                    emitter.get()
                            .trigger("answer", number)
                            .toCompletableFuture()
                            .join();
                    replies.add(number);
                })) {
            a.connected();
            emitter.set(a.emitter());
            for (int i = 0; i < 4; i++) {
                a.emitter().trigger("question", i).toCompletableFuture().get();
            }
            awaitLatch(entered);

            db.server().dropConnections();
            gate.countDown();

            a.awaitLifecycle(Reconnected.class);
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(replies).containsExactly(0, 1, 2, 3));
        }
    }

    @Test
    void eventsThatAnObserverTriggersDuringTheStopAreStored(TestDb db) throws Exception {
        var entered = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        var emitter = new AtomicReference<Emitter>();
        var reply = new AtomicReference<CompletableFuture<?>>();
        try (var a = TestApplication.on(db).with("stop-timeout", "60s").observing("question", String.class, payload -> {
            entered.countDown();
            awaitLatch(gate);
            reply.set(emitter.get().trigger("answer").toCompletableFuture());
        })) {
            a.connected();
            emitter.set(a.emitter());
            a.emitter().trigger("question", "?").toCompletableFuture().get();
            awaitLatch(entered);
            assertThat(db.server().openConnections()).isEqualTo(2);

            var stop = new Thread(a::stop);
            stop.start();
            await().atMost(TIMEOUT).until(() -> db.server().openConnections() == 1);
            gate.countDown();
            stop.join();

            assertThat(reply.get()).isCompleted();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
