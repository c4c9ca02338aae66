package io.github.rethinkemitter.internal.flow;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the arguments of events into JSON and back. Safe for use by many threads. */
public interface Codec {

    /** Encodes an event. Refuses an argument that cannot be stored exactly with a public, unchecked exception. */
    EncodedEvent encode(Topic topic, @Nullable Object[] args, Map<String, String> headers);

    /**
     * Reads one argument.
     *
     * @param index counts from 0, the first argument after the topic; null is returned for one beyond the last
     */
    @Nullable
    Object decode(StoredEvent event, int index, Type type);

    /** All arguments after the topic as plain values: exact numbers, texts, booleans, lists, maps and null. */
    List<@Nullable Object> values(StoredEvent event);

    /** The headers in a JSON object of texts; empty for null. */
    Map<String, String> headers(@Nullable String json);
}
