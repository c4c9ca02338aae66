package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.RethinkEvent;
import java.util.concurrent.CompletionStage;

/** The events of this suite: {@code trigger("flow", publisher, number)}. */
final class Flow {

    static final String TOPIC = "flow";

    private Flow() {}

    static CompletionStage<Receipt> trigger(Emitter emitter, int publisher, int number) {
        return emitter.trigger(TOPIC, publisher, number);
    }

    static int publisher(RethinkEvent event) {
        return ((Number) event.args().get(0)).intValue();
    }

    static int number(RethinkEvent event) {
        return ((Number) event.args().get(1)).intValue();
    }
}
