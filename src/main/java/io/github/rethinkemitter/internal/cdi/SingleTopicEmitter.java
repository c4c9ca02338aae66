package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.TopicEmitter;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A channel's emitter, bound to a topic. It may be serialized, as its emitter may be. */
record SingleTopicEmitter(InjectedEmitter emitter, String topic) implements TopicEmitter<Object>, Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public CompletionStage<Receipt> trigger(@Nullable Object payload) {
        return emitter.trigger(topic, payload);
    }

    @Override
    public TopicEmitter<Object> withHeaders(Map<String, String> headers) {
        return new SingleTopicEmitter(emitter.withHeaders(headers), topic);
    }

    @Override
    public TopicEmitter<Object> withKey(String key) {
        return new SingleTopicEmitter(emitter.withKey(key), topic);
    }

    @Override
    public boolean flush(Duration timeout) throws InterruptedException {
        return emitter.flush(timeout);
    }
}
