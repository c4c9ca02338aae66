package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.Replay;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Optional;
import java.util.stream.Stream;

/** The timeline of a channel as beans have it injected. It is serialized with them, as a {@link SerializedChannelBean}. */
final class InjectedTimeline implements Timeline, Serializable {

    private static final long serialVersionUID = 1L;

    private final transient Timeline timeline;
    private final String channel;

    InjectedTimeline(Timeline timeline, String channel) {
        this.timeline = timeline;
        this.channel = channel;
    }

    @Override
    public Stream<RethinkEvent> events(TimelineQuery query) {
        return timeline.events(query);
    }

    @Override
    public Optional<RethinkEvent> first(TimelineQuery query) {
        return timeline.first(query);
    }

    @Override
    public Optional<RethinkEvent> last(TimelineQuery query) {
        return timeline.last(query);
    }

    @Override
    public long count(TimelineQuery query) {
        return timeline.count(query);
    }

    @Override
    public Replay replay(TimelineQuery query) {
        return timeline.replay(query);
    }

    private Object writeReplace() {
        return new SerializedChannelBean(Timeline.class.getName(), channel);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a timeline is written as a SerializedChannelBean");
    }
}
