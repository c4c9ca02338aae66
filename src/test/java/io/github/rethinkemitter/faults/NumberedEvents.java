package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.RethinkEvent;
import java.util.concurrent.CompletionStage;

/** The events of the fault suite: {@code trigger("numbered", publisher, number)}. */
final class NumberedEvents {

    static final String TOPIC = "numbered";
    private static final String PADDING = "x".repeat(SuiteSize.of(4_000, 400));

    private NumberedEvents() {}

    static CompletionStage<Receipt> trigger(Emitter emitter, int publisher, int number) {
        return emitter.trigger(TOPIC, publisher, number);
    }

    /** Triggers a large event. A backlog of them does not fit into the memory of its subscriber, even in the small size. */
    static CompletionStage<Receipt> triggerLarge(Emitter emitter, int publisher, int number) {
        return emitter.trigger(TOPIC, publisher, number, PADDING);
    }

    /** Whether the failing subscriber fails on the event with this number. */
    static boolean isFailing(int number) {
        return number % 10 == 9;
    }

    static int publisher(RethinkEvent event) {
        return ((Number) event.args().get(0)).intValue();
    }

    static int number(RethinkEvent event) {
        return ((Number) event.args().get(1)).intValue();
    }
}
