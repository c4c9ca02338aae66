package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.Content;
import java.util.concurrent.CompletableFuture;

/**
 * A triggered event.
 *
 * @param ordinal larger than those of events triggered before
 * @param stage what its trigger returned
 */
record Pending(long ordinal, Content content, CompletableFuture<Receipt> stage) {

    String topic() {
        return content.topic().name();
    }
}
