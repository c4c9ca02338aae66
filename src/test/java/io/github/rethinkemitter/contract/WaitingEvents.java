package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.support.server.TestDb;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Events that all wait when their publisher connects to the database, so that one that packs stores them together. */
final class WaitingEvents {

    private WaitingEvents() {}

    /** Starts a publisher, triggers {@code load} events 0 to {@code count - 1} before it connects, and returns their ids. */
    static List<String> store(TestDb db, TestApplication publisher, int count) throws InterruptedException {
        return stored(trigger(db, publisher, count, (emitter, number) -> emitter.trigger("load", 0, number)));
    }

    /** Waits until all are stored and returns their ids. */
    static List<String> stored(List<CompletionStage<Receipt>> stages) throws InterruptedException {
        var sent = TriggeredEvents.awaitOutcomes(stages);
        assertThat(sent.failed()).isEmpty();
        return sent.acknowledged();
    }

    /** Starts a publisher, triggers events before it connects, and returns their stages. */
    static List<CompletionStage<Receipt>> trigger(
            TestDb db,
            TestApplication publisher,
            int count,
            BiFunction<Emitter, Integer, CompletionStage<Receipt>> trigger) {
        db.server().network().refuse();
        publisher.started();
        var stages = IntStream.range(0, count)
                .mapToObj(number -> trigger.apply(publisher.emitter(), number))
                .toList();
        db.server().network().accept();
        return stages;
    }
}
