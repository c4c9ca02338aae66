package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.TopicEmitter;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A channel's emitter, bound to a topic. */
record SingleTopicEmitter(Emitter emitter, String topic) implements TopicEmitter<Object> {

    @Override
    public CompletionStage<Receipt> trigger(@Nullable Object payload) {
        return emitter.trigger(topic, new @Nullable Object[] {payload}); // an array is one payload, not several
    }
}
