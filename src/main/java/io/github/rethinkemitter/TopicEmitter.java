package io.github.rethinkemitter;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Emitter} for one topic and one payload type.
 *
 * <pre>{@code
 * @Inject @RethinkTopic("order.placed") TopicEmitter<Order> orders;
 *
 * orders.trigger(new Order(8));
 * }</pre>
 *
 * <p><b>Thread safety:</b> as {@link Emitter}.
 *
 * @param <T> the payload's type
 */
public interface TopicEmitter<T> {

    /**
     * The topic of every event triggered here.
     *
     * @return the topic's name
     */
    String topic();

    /**
     * Triggers an event with this payload.
     *
     * @param payload what observers get
     * @return completes as that of {@link Emitter#trigger}
     * @throws UnstorablePayloadException when the payload cannot be stored exactly; nothing was queued
     */
    CompletionStage<Receipt> trigger(@Nullable T payload);
}
