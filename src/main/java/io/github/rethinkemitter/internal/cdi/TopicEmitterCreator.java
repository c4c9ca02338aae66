package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.TopicEmitter;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/** Makes the emitter of a topic. */
public final class TopicEmitterCreator implements SyntheticBeanCreator<TopicEmitter<?>> {

    /** For containers. */
    public TopicEmitterCreator() {}

    @Override
    public TopicEmitter<?> create(Instance<Object> lookup, Parameters parameters) {
        var emitter = lookup.select(EmitterHost.class).get().emitter(parameters.get("channel", String.class));
        return new SingleTopicEmitter(emitter, parameters.get("topic", String.class));
    }
}
