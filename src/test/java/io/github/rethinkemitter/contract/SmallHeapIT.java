package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that wait for an observer take only as much memory as the options allow, however many and large they are. */
@ContractTest
@Timeout(180)
class SmallHeapIT {

    private static final int EVENTS = 200;
    private static final String PADDING = "x".repeat(900_000);

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
