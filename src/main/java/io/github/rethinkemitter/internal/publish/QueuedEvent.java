package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import java.util.concurrent.CompletableFuture;

/**
 * A triggered event.
 *
 * @param ordinal 1, 2, 3… in the order of the triggers, without holes
 * @param fromCallback whether it was triggered in a callback of another event's stage, which may be waiting for it
 * @param stage what its trigger returned
 */
record QueuedEvent(long ordinal, EncodedEvent content, boolean fromCallback, CompletableFuture<Receipt> stage) {

    String topic() {
        return content.topic().name();
    }

    /** Characters, as far as the event holds them in memory until its outcome is told. */
    int size() {
        return content.size();
    }
}
