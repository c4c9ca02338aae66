package io.github.rethinkemitter.embedded.junit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An event in a table, as {@link RethinkEmitterExtension#stored()} returns it. Immutable.
 *
 * <pre>{@code
 * assertThat(rethink.stored("order.placed")).extracting(TableEvent::json).containsExactly("[{\"number\":7}]");
 * }</pre>
 *
 * @param table the table with its database, such as {@code test.events}
 * @param id the document's primary key, or its JSON when it is not a text; of an event that is packed with others into one
 *     document, that key, a dot and the event's place
 * @param timestamp the time at which the server stored the event, its {@code ts}
 * @param topic the event's topic
 * @param args the arguments after the topic, unmodifiable, as plain values: {@code String}, {@code Boolean}, {@code Long} or
 *     {@code BigInteger} for integers, {@code BigDecimal} for other numbers, {@code List}, {@code Map} and {@code null}
 * @param json the arguments as a JSON array, without blanks
 * @param headers the values of the headers by their names, unmodifiable; empty when there are none
 * @param key the event's key; empty when there is none
 * @param origin the publisher instance that triggered the event; empty when another library wrote it
 * @param sequence the event's place among the events of its origin, counting from 1; empty when another library wrote it
 */
public record TableEvent(
        String table,
        String id,
        Instant timestamp,
        String topic,
        List<@Nullable Object> args,
        String json,
        Map<String, String> headers,
        Optional<String> key,
        Optional<String> origin,
        OptionalLong sequence) {}
