package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.Topic;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The stage of an event whose way into the table is measured. A class of its own, so that events which are not measured carry nothing
 * for it.
 */
final class MeasuredStage extends CompletableFuture<Receipt> {

    private final Telemetry.Sending sending;

    MeasuredStage(Telemetry.Sending sending) {
        this.sending = sending;
    }

    /**
     * Encodes the event with the headers that carry its trace, or without them where they make it too large.
     *
     * @param headers those of the application
     */
    EncodedEvent encode(Codec codec, Topic topic, @Nullable Object[] args, Map<String, String> headers) {
        try {
            if (sending.headers() != headers) {
                try {
                    return codec.encode(topic, args, sending.headers());
                } catch (RuntimeException e) {
                    // The reason may be another one, and then the next line throws it again.
                }
            }
            return codec.encode(topic, args, headers);
        } catch (RuntimeException | Error e) {
            sending.failed(e);
            throw e;
        }
    }

    /** The event is in the table. Called before the stage is completed, since callbacks may take long. */
    void stored(Receipt receipt) {
        sending.stored(receipt.id());
    }

    /** The event is not in the table, or it is not known whether it is. */
    void failed(Throwable problem) {
        sending.failed(problem);
    }
}
