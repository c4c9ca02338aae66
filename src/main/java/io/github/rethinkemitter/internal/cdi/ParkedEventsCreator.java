package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.ParkedEvents;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/** Makes the parked events of a channel. */
public final class ParkedEventsCreator implements SyntheticBeanCreator<ParkedEvents> {

    /** For containers. */
    public ParkedEventsCreator() {}

    @Override
    public ParkedEvents create(Instance<Object> lookup, Parameters parameters) {
        return lookup.select(EmitterHost.class).get().parked(parameters.get("channel", String.class));
    }
}
