package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.Emitter;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/** Makes the emitter of a channel. */
public final class EmitterCreator implements SyntheticBeanCreator<Emitter> {

    /** For containers. */
    public EmitterCreator() {}

    @Override
    public Emitter create(Instance<Object> lookup, Parameters parameters) {
        return lookup.select(EmitterHost.class).get().emitter(parameters.get("channel", String.class));
    }
}
