package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.Replay;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.flow.StoredEvents;
import io.github.rethinkemitter.internal.timeline.Replays;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The stored events of a channel.
 *
 * @param databaseTime asks the database for its time
 * @param reading opens the events that a query chooses
 */
record TimelineOfChannel(
        ChannelSettings settings,
        Replays replays,
        Supplier<Instant> databaseTime,
        Function<TimelineQuery, StoredEvents> reading)
        implements Timeline {

    @Override
    public Stream<RethinkEvent> events(TimelineQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<RethinkEvent> first(TimelineQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<RethinkEvent> last(TimelineQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long count(TimelineQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Replay replay(TimelineQuery query) {
        return replays.of(query, reading, databaseTime);
    }
}
