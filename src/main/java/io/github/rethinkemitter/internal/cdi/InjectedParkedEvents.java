package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.Redrive;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Optional;
import java.util.stream.Stream;

/** The parked events of a channel as beans have them injected. They are serialized with them, as {@link SerializedParkedEvents}. */
final class InjectedParkedEvents implements ParkedEvents, Serializable {

    private static final long serialVersionUID = 1L;

    private final transient ParkedEvents parked;
    private final SerializedParkedEvents serialized;

    InjectedParkedEvents(ParkedEvents parked, String channel) {
        this(parked, new SerializedParkedEvents(channel, null));
    }

    private InjectedParkedEvents(ParkedEvents parked, SerializedParkedEvents serialized) {
        this.parked = parked;
        this.serialized = serialized;
    }

    @Override
    public Stream<ParkedEvent> find(ParkedQuery query) {
        return parked.find(query);
    }

    @Override
    public long count(ParkedQuery query) {
        return parked.count(query);
    }

    @Override
    public Optional<ParkedEvent> get(String id) {
        return parked.get(id);
    }

    @Override
    public long redrive(ParkedQuery query, Redrive how) {
        return parked.redrive(query, how);
    }

    @Override
    public boolean redrive(String id) {
        return parked.redrive(id);
    }

    @Override
    public long discard(ParkedQuery query, String reason) {
        return parked.discard(query, reason);
    }

    @Override
    public boolean discard(String id, String reason) {
        return parked.discard(id, reason);
    }

    @Override
    public InjectedParkedEvents by(String who) {
        return new InjectedParkedEvents(parked.by(who), new SerializedParkedEvents(serialized.channel(), who));
    }

    private Object writeReplace() {
        return serialized;
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("parked events are written as SerializedParkedEvents");
    }
}
