package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.Replay;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.internal.dispatch.DeliveredEvent;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.StoredEvents;
import io.github.rethinkemitter.internal.timeline.Replays;
import io.github.rethinkemitter.internal.timeline.TimelineSearch;
import java.time.Instant;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The stored events of a channel.
 *
 * @param databaseTime asks the database for its time
 */
record TimelineOfChannel(
        String channel, TimelineSearch search, Codec codec, Replays replays, Supplier<Instant> databaseTime)
        implements Timeline {

    @Override
    public Stream<RethinkEvent> events(TimelineQuery query) {
        var events = search.events(query);
        var each = Spliterators.spliteratorUnknownSize(events, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(each, false).map(this::event).onClose(events::close);
    }

    @Override
    public Optional<RethinkEvent> first(TimelineQuery query) {
        return firstOf(search.events(query));
    }

    @Override
    public Optional<RethinkEvent> last(TimelineQuery query) {
        return firstOf(search.eventsFromLast(query));
    }

    private Optional<RethinkEvent> firstOf(StoredEvents events) {
        try (events) {
            return events.hasNext() ? Optional.of(event(events.next())) : Optional.empty();
        }
    }

    @Override
    public long count(TimelineQuery query) {
        return search.count(query);
    }

    @Override
    public Replay replay(TimelineQuery query) {
        return replays.of(query, search::events, databaseTime);
    }

    private RethinkEvent event(StoredEvent event) {
        return DeliveredEvent.of(channel, new Delivery(event, true, true), codec);
    }
}
