package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.TopicEmitter;
import java.io.Serializable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A channel's emitter, bound to a topic. It may be written, as its emitter may be. */
record SingleTopicEmitter(InjectedEmitter emitter, String topic) implements TopicEmitter<Object>, Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public CompletionStage<Receipt> trigger(@Nullable Object payload) {
        return emitter.trigger(topic, new @Nullable Object[] {payload}); // an array is one payload, not several
    }
}
