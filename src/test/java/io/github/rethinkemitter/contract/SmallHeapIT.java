package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that wait for an observer, or for its next attempt, take only as much memory as the options allow, however many and large they are. */
@ContractTest
@Timeout(180)
class SmallHeapIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int EVENTS = 200;
    private static final String PADDING = "x".repeat(900_000);

    private static final int FAILING_EVENTS = 4_000;
    private static final String FAILING_PADDING = "x".repeat(16_000);

    @Test
    void manyEventsOnWhichAnObserverFailsAreStoredAndHoldUpNeitherOthersNorThePosition(TestDb db) throws Exception {
        var options = EmitterOptions.of(db.url().toString()).with("durability", "soft");
        var failing = options.with("subscriber", "orders")
                .with("observer.delay", "10m")
                .with("observer.max-delay", "10m");
        try (var publisher =
                TestApplication.of(options).with("publish.pack", "auto").connected()) {
            try (var subscriber = SmallHeapSubscriber.startFailing(failing).awaitConnected()) {
                var last = triggerPadded(publisher, 0, FAILING_EVENTS);

                assertThat(subscriber.awaitGoodEvents(FAILING_EVENTS))
                        .containsExactlyElementsOf(
                                IntStream.range(0, FAILING_EVENTS).boxed().toList());
                awaitWaiting(publisher, FAILING_EVENTS);
                awaitPosition(db, last);
                subscriber.kill(); // so that nothing is written at the end
            }
            try (var subscriber = SmallHeapSubscriber.startFailing(failing).awaitConnected()) {
                triggerPadded(publisher, FAILING_EVENTS, FAILING_EVENTS + 1);
                assertThat(subscriber.awaitGoodEvents(1)).containsExactly(FAILING_EVENTS);
                awaitWaiting(publisher, FAILING_EVENTS + 1);
                subscriber.stop();
            }
        }
    }

    private static Receipt triggerPadded(TestApplication publisher, int from, int to) throws Exception {
        var stages = IntStream.range(from, to)
                .mapToObj(number -> publisher
                        .emitter()
                        .trigger("good", number, FAILING_PADDING)
                        .toCompletableFuture())
                .toList();
        for (var stage : stages) {
            stage.get();
        }
        return stages.get(stages.size() - 1).get();
    }

    private static void awaitWaiting(TestApplication publisher, int count) {
        await().atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> publisher.parkedEvents().count(ParkedQuery.inState(ParkedState.WAITING)) == count);
    }

    // The position is written once a second.
    private static void awaitPosition(TestDb db, Receipt last) {
        double storedAt = last.storedAt().toEpochMilli() / 1e3;
        try (var outside = db.outside()) {
            await().atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> outside.value("r.table('events_positions').get('orders')('ts').toEpochTime()")
                                    .asDouble()
                            >= storedAt);
        }
    }

    @Test
    void manyLargeEventsThatWaitForABlockedObserverFitIntoASmallHeap(TestDb db) throws Exception {
        var options = EmitterOptions.of(db.url().toString()).with("durability", "soft");
        try (var subscriber = SmallHeapSubscriber.startBlocked(options.with("observer.warn-after", "10m"))
                        .awaitConnected();
                var publisher = TestApplication.of(options).connected()) {
            for (int i = 0; i < EVENTS; i++) {
                publisher
                        .emitter()
                        .trigger("good", i, PADDING)
                        .toCompletableFuture()
                        .get();
            }
            assertThat(subscriber.awaitGoodEvents(1)).containsExactly(0);
            subscriber.awaitIdle();

            subscriber.release();

            assertThat(subscriber.awaitGoodEvents(EVENTS))
                    .containsExactlyElementsOf(
                            IntStream.range(0, EVENTS).boxed().toList());
            subscriber.stop();
        }
    }
}
