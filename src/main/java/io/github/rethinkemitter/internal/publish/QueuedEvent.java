package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import java.util.concurrent.CompletableFuture;

/**
 * A triggered event and its stage.
 *
 * @param ordinal 1, 2, 3… in the order of the triggers
 * @param triggeredAt when it was triggered, in nanoseconds
 * @param fromCallback whether a callback of another event's stage triggered it, and may be waiting for it
 * @param stage the stage that its trigger has returned
 */
record QueuedEvent(
        long ordinal, long triggeredAt, EncodedEvent content, boolean fromCallback, CompletableFuture<Receipt> stage) {

    static QueuedEvent of(long ordinal, long triggeredAt, EncodedEvent content, boolean fromCallback) {
        return new QueuedEvent(ordinal, triggeredAt, content, fromCallback, new CompletableFuture<>());
    }

    String topic() {
        return content.topic().name();
    }

    /** How many characters it keeps in memory until its stage completes. */
    int size() {
        return content.size();
    }
}
