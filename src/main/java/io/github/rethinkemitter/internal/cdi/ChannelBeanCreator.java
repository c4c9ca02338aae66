package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/** Makes what is injected of a channel: see {@link ChannelBean}. */
public final class ChannelBeanCreator implements SyntheticBeanCreator<Object> {

    static final String TYPE = "type";
    static final String CHANNEL = "channel";

    /** For containers. */
    public ChannelBeanCreator() {}

    @Override
    public Object create(Instance<Object> lookup, Parameters parameters) {
        return ChannelBean.named(parameters.get(TYPE, String.class))
                .orElseThrow()
                .make(lookup.select(EmitterHost.class).get(), parameters.get(CHANNEL, String.class));
    }
}
