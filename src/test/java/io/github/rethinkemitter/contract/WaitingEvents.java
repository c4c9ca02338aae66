package io.github.rethinkemitter.contract;

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
        var sent = TriggeredEvents.awaitOutcomes(
                trigger(db, publisher, count, (emitter, number) -> emitter.trigger("load", 0, number)));
        if (!sent.failed().isEmpty()) {
            throw new AssertionError(sent.failed().get(0));
        }
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
