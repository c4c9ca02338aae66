package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.Content;
import java.util.concurrent.CompletableFuture;

/**
 * A triggered event.
 *
 * @param ordinal 1, 2, 3… in the order of the triggers, without holes
 * @param stage what its trigger returned
 */
record Pending(long ordinal, Content content, CompletableFuture<Receipt> stage) {

    String topic() {
        return content.topic().name();
    }
}
