package io.github.rethinkemitter;

import jakarta.enterprise.util.TypeLiteral;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * All of one event, for observers that want more than its first argument.
 *
 * <pre>{@code
 * void all(@Observes @RethinkTopic("order.*") RethinkEvent event) {
 *     Order order = event.payload(Order.class);
 *     String remark = event.arg(1, String.class);                            // null when there is no second argument
 *     List<Order> more = event.arg(2, new TypeLiteral<List<Order>>() {});    // a generic type
 *     log.info(event.topic() + " of " + event.timestamp() + ": " + order);
 * }
 * }</pre>
 *
 * <p><b>Thread safety:</b> immutable. Each call of {@code payload} or {@code arg} reads the stored JSON anew, so no two
 * observers share an object.
 */
public interface RethinkEvent {

    /**
     * The primary key of the stored document, which is the same for every delivery of this event.
     *
     * @return the id; a text made by this library or by the database, or the JSON of a key that another writer chose
     */
    String id();

    /**
     * The topic that the event was triggered with.
     *
     * @return the topic
     */
    String topic();

    /**
     * The channel that the event came through.
     *
     * @return the channel's name; empty for the default channel
     */
    String channel();

    /**
     * The arguments after the topic as plain values: {@code String}, {@code Boolean}, {@code Long} or {@code BigInteger}
     * for integers, {@code BigDecimal} for other numbers, {@code List}, {@code Map} and {@code null}. Its size is the number
     * of the event's arguments.
     *
     * @return the arguments, unmodifiable
     */
    List<@Nullable Object> args();

    /**
     * The first argument, read by JSON-B. A number that the type does not hold, a text that is no single {@code char}, and
     * whatever else would become another value, is refused, also in a property or an element. A {@code double} is rounded.
     *
     * @param <T> the wanted type
     * @param type the wanted type
     * @return the payload; {@code null} when the event has no argument or a null one
     * @throws PayloadMismatchException when the stored JSON does not fit the type
     */
    <T> @Nullable T payload(Class<T> type);

    /**
     * The first argument, read by JSON-B as a generic type.
     *
     * <pre>{@code
     * List<Order> orders = event.payload(new TypeLiteral<List<Order>>() {});
     * }</pre>
     *
     * @param <T> the wanted type
     * @param type the wanted type, written as a literal
     * @return the payload; {@code null} when the event has no argument or a null one
     * @throws PayloadMismatchException when the stored JSON does not fit the type
     */
    default <T> @Nullable T payload(TypeLiteral<T> type) {
        return arg(0, type);
    }

    /**
     * The first argument, read by JSON-B as a type that is known only when the program runs.
     *
     * @param type the wanted type, for instance that of a method's parameter
     * @return the payload; {@code null} when the event has no argument or a null one
     * @throws PayloadMismatchException when the stored JSON does not fit the type
     */
    default @Nullable Object payload(Type type) {
        return arg(0, type);
    }

    /**
     * One of the arguments after the topic, read by JSON-B.
     *
     * @param <T> the wanted type
     * @param index counts from 0, which is the payload
     * @param type the wanted type
     * @return the argument; {@code null} when the event has no such argument or a null one
     * @throws PayloadMismatchException when the stored JSON does not fit the type
     */
    <T> @Nullable T arg(int index, Class<T> type);

    /**
     * One of the arguments after the topic, read by JSON-B as a generic type.
     *
     * @param <T> the wanted type
     * @param index counts from 0, which is the payload
     * @param type the wanted type, written as a literal
     * @return the argument; {@code null} when the event has no such argument or a null one
     * @throws PayloadMismatchException when the stored JSON does not fit the type
     */
    @SuppressWarnings("unchecked") // read as the literal's type
    default <T> @Nullable T arg(int index, TypeLiteral<T> type) {
        return (T) arg(index, type.getType());
    }

    /**
     * One of the arguments after the topic, read by JSON-B as a type that is known only when the program runs.
     *
     * @param index counts from 0, which is the payload
     * @param type the wanted type, for instance that of a method's parameter
     * @return the argument; {@code null} when the event has no such argument or a null one
     * @throws PayloadMismatchException when the stored JSON does not fit the type
     */
    @Nullable
    Object arg(int index, Type type);

    /**
     * When the database took the insert, by its clock, to the millisecond. Neither unique nor the order of commits.
     *
     * @return the event's {@code ts}
     */
    Instant timestamp();

    /**
     * Which publisher instance triggered the event.
     *
     * @return its id; empty when another library, such as the one for Node, wrote the event
     */
    Optional<String> origin();

    /**
     * The event's place among those of its {@link #origin()}, counting from 1.
     *
     * @return the number; empty when another library wrote the event
     */
    OptionalLong sequence();

    /**
     * Whether an observer may have been given this event before.
     *
     * @return {@code true} for a second delivery
     */
    boolean redelivered();

    /**
     * Whether the event was read from the stored timeline after an interruption rather than live.
     *
     * @return {@code true} for an event that was caught up on
     */
    boolean replayed();

    /**
     * Whether the event was parked for this observer, and somebody has redriven it.
     *
     * @return {@code true} for an attempt that {@link ParkedEvents#redrive} has asked for
     */
    boolean redriven();

    /**
     * The headers that {@link Emitter#withHeaders} added.
     *
     * @return names and values, unmodifiable; empty when there are none
     */
    Map<String, String> headers();

    /**
     * The key that {@link Emitter#withKey} gave to the event. Events of one key belong together.
     *
     * @return the key; empty when there is none, as with the events of the library for Node
     */
    Optional<String> key();
}
