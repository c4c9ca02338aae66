package io.github.rethinkemitter.internal.health;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/** Makes a check that the build compatible extension has added. */
public final class EmitterCheckCreator implements SyntheticBeanCreator<EmitterCheck> {

    static final String PROBE = "probe";

    /** For containers. */
    public EmitterCheckCreator() {}

    @Override
    public EmitterCheck create(Instance<Object> lookup, Parameters parameters) {
        return new EmitterCheck(
                Probe.valueOf(parameters.get(PROBE, String.class)),
                () -> lookup.select(ChannelStates.class).get());
    }
}
