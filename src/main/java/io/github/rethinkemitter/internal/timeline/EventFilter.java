package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a query asks of an event, apart from its time. */
record EventFilter(
        @Nullable TopicPattern topic,
        @Nullable String origin,
        @Nullable String key,
        Map<String, String> headers,
        Codec codec)
        implements Predicate<StoredEvent> {

    /** @throws IllegalArgumentException when the topic is neither a topic nor a pattern */
    static EventFilter of(TimelineQuery query, Codec codec) {
        return new EventFilter(
                query.topic().map(TopicPattern::of).orElse(null),
                query.origin().orElse(null),
                query.key().orElse(null),
                query.headers(),
                codec);
    }

    /** Whether it chooses all events. */
    boolean choosesAll() {
        return topic == null && origin == null && key == null && headers.isEmpty();
    }

    @Override
    public boolean test(StoredEvent event) {
        return (origin == null || origin.equals(event.src()))
                && (key == null || key.equals(event.key()))
                && (topic == null || topic.matches(event.topic()))
                && (headers.isEmpty() || hasHeaders(event.headers()));
    }

    private boolean hasHeaders(@Nullable String json) {
        return json != null && codec.headers(json).entrySet().containsAll(headers.entrySet());
    }
}
