package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Receipt;

/** What became of an event. */
sealed interface Outcome {

    Pending event();

    /** Completes the event's stage, and thereby runs the application's callbacks. */
    void tell();

    /** It is in the table. */
    record Stored(Pending event, Receipt receipt) implements Outcome {
        @Override
        public void tell() {
            event.stage().complete(receipt);
        }
    }

    /** It is not in the table, or nobody knows. */
    record Failed(Pending event, EmitterException problem) implements Outcome {
        @Override
        public void tell() {
            event.stage().completeExceptionally(problem);
        }
    }
}
