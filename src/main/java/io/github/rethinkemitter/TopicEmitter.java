package io.github.rethinkemitter;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Emitter} for one topic and one payload type.
 *
 * <pre>{@code
 * @Inject @RethinkTopic("order.placed") TopicEmitter<Order> orders;
 *
 * orders.trigger(new Order(8));
 * orders.withHeaders(Map.of("user", name)).trigger(new Order(9));
 * }</pre>
 *
 * <p>When a trigger blocks, how its stage completes, and what transactions, the start and the stop of the application mean
 * for it is as for {@link Emitter}.
 *
 * <p><b>Thread safety and serialization:</b> as {@link Emitter}.
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
     * Triggers an event with this payload as its only argument, also if it is an array or a list.
     *
     * @param payload what observers get
     * @return the stage of this event
     * @throws UnstorablePayloadException when the payload cannot be stored exactly; nothing was queued
     */
    CompletionStage<Receipt> trigger(@Nullable T payload);

    /**
     * The same emitter, adding headers to each event that is triggered through the returned one.
     *
     * @param headers names and values, for instance a correlation id
     * @return an emitter of the same topic that shares this one's queue, order and channel
     * @throws IllegalArgumentException when a name or a value is null
     * @see Emitter#withHeaders
     */
    TopicEmitter<T> withHeaders(Map<String, String> headers);

    /**
     * The same emitter, giving a key to each event that is triggered through the returned one.
     *
     * @param key 1 to 255 characters, for instance the id of an order
     * @return an emitter of the same topic that shares this one's queue, order and channel
     * @throws IllegalArgumentException when the key is null or not allowed
     * @see Emitter#withKey
     */
    TopicEmitter<T> withKey(String key);

    /**
     * Waits until every event of the channel that was triggered before this call is settled, whatever its topic.
     *
     * @param timeout how long to wait at most; zero only asks
     * @return whether all are settled; {@code false} when the time ran out first
     * @throws IllegalArgumentException when the timeout is negative
     * @throws InterruptedException when the waiting thread is interrupted
     * @see Emitter#flush
     */
    boolean flush(Duration timeout) throws InterruptedException;
}
