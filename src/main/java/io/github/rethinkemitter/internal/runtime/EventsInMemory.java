package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.StoredEvents;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** WIP: reads all events of a query at once. Goes when the timeline reads in parts. */
record EventsInMemory(Iterator<StoredEvent> events) implements StoredEvents {

    static Function<TimelineQuery, StoredEvents> of(EventStore store) {
        return query -> new EventsInMemory(read(store, query).iterator());
    }

    private static List<StoredEvent> read(EventStore store, TimelineQuery query) {
        var topic = query.topic().map(TopicPattern::of);
        var read = new ArrayList<StoredEvent>();
        try (var reader = store.openReader();
                var feed = reader.read(
                        query.from().orElse(Instant.EPOCH), query.to().orElseThrow())) {
            while (true) {
                var item = feed.poll(Duration.ofSeconds(1));
                if (item instanceof FeedItem.Initial initial) {
                    var event = initial.event();
                    if (!event.isFiller() && (topic.isEmpty() || topic.get().matches(event.topic()))) {
                        read.add(event);
                    }
                } else if (item instanceof FeedItem.Ready) {
                    read.sort(Comparator.comparing(StoredEvent::ts).thenComparing(StoredEvent::id));
                    return read;
                } else if (item instanceof FeedItem.Ended ended) {
                    throw ended.cause();
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new EmitterException("RTH0641 " + e.getMessage(), e);
        }
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }

    @Override
    public StoredEvent next() {
        return events.next();
    }

    @Override
    public void close() {}
}
