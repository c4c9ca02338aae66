package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Receipt;

/** What became of an event. */
sealed interface EventOutcome {

    QueuedEvent event();

    /** Completes the event's stage, and thereby runs the application's callbacks. */
    void tell();

    /** It is in the table. */
    record Stored(QueuedEvent event, Receipt receipt) implements EventOutcome {
        @Override
        public void tell() {
            event.stage().complete(receipt);
        }
    }

    /** It is not in the table, or nobody knows. */
    record Failed(QueuedEvent event, EmitterException problem) implements EventOutcome {
        @Override
        public void tell() {
            event.stage().completeExceptionally(problem);
        }
    }
}
