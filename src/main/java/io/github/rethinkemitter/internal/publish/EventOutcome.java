package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Receipt;

/** What became of an event. */
sealed interface EventOutcome {

    QueuedEvent event();

    /** Completes the event's stage, and thereby runs the application's callbacks. */
    void completeStage();

    /** The event is in the table. */
    record Stored(QueuedEvent event, Receipt receipt) implements EventOutcome {
        @Override
        public void completeStage() {
            if (event.stage() instanceof MeasuredStage measured) {
                measured.stored(receipt);
            }
            event.stage().complete(receipt);
        }
    }

    /** The event is not in the table, or it is not known whether it is. */
    record Failed(QueuedEvent event, EmitterException problem) implements EventOutcome {
        @Override
        public void completeStage() {
            if (event.stage() instanceof MeasuredStage measured) {
                measured.failed(problem);
            }
            event.stage().completeExceptionally(problem);
        }
    }
}
