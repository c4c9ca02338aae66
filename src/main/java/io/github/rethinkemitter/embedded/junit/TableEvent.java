package io.github.rethinkemitter.embedded.junit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is stored.
 *
 * <pre>{@code
 * assertThat(rethink.stored("order.placed")).extracting(TableEvent::json).containsExactly("[{\"number\":7}]");
 * }</pre>
 *
 * @param table its table with the database, such as {@code test.events}
 * @param id its primary key; the JSON of it when it is no text
 * @param timestamp its {@code ts}
 * @param topic its topic
 * @param args the arguments after the topic, unmodifiable, as plain values: {@code String}, {@code Boolean}, {@code Long} or
 *     {@code BigInteger} for integers, {@code BigDecimal} for other numbers, {@code List}, {@code Map} and {@code null}
 * @param json the same as a JSON array
 * @param headers names and values; empty when there are none
 * @param origin which publisher instance triggered it; empty when another library wrote it
 * @param sequence its place among those of its origin, counting from 1; empty when another library wrote it
 */
public record TableEvent(
        String table,
        String id,
        Instant timestamp,
        String topic,
        List<@Nullable Object> args,
        String json,
        Map<String, String> headers,
        Optional<String> origin,
        OptionalLong sequence) {}
