package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Replay;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import java.util.Optional;
import java.util.stream.Stream;

/** The stored events of a channel that is switched off. */
record DisabledTimeline(String option) implements Timeline {

    @Override
    public Stream<RethinkEvent> events(TimelineQuery query) {
        throw refusal();
    }

    @Override
    public Optional<RethinkEvent> first(TimelineQuery query) {
        throw refusal();
    }

    @Override
    public Optional<RethinkEvent> last(TimelineQuery query) {
        throw refusal();
    }

    @Override
    public long count(TimelineQuery query) {
        throw refusal();
    }

    @Override
    public Replay replay(TimelineQuery query) {
        throw refusal();
    }

    private EmitterException refusal() {
        return new EmitterException(
                "RTH0642 the timeline cannot be read, because the channel is switched off. Set " + option + "=true",
                null);
    }
}
