package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.Redrive;
import java.util.Optional;
import java.util.stream.Stream;

/** The parked events of a channel that is switched off. */
record DisabledParkedEvents(String option) implements ParkedEvents {

    @Override
    public Stream<ParkedEvent> find(ParkedQuery query) {
        throw refusal();
    }

    @Override
    public long count(ParkedQuery query) {
        throw refusal();
    }

    @Override
    public Optional<ParkedEvent> get(String id) {
        throw refusal();
    }

    @Override
    public long redrive(ParkedQuery query, Redrive how) {
        throw refusal();
    }

    @Override
    public boolean redrive(String id) {
        throw refusal();
    }

    @Override
    public long discard(ParkedQuery query, String reason) {
        throw refusal();
    }

    @Override
    public boolean discard(String id, String reason) {
        throw refusal();
    }

    @Override
    public ParkedEvents by(String who) {
        return this;
    }

    private EmitterException refusal() {
        return DatabaseAccess.Subject.PARKED_EVENTS.switchedOff(option);
    }
}
