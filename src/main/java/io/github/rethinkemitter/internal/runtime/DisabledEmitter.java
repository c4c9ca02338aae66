package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.EventKey;
import io.github.rethinkemitter.internal.flow.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The emitter of a channel that is switched off. */
record DisabledEmitter(String option) implements Emitter {

    @Override
    public CompletionStage<Receipt> triggerArgs(String topic, List<? extends @Nullable Object> args) {
        var name = new Topic(topic).name();
        return CompletableFuture.failedStage(new EventDroppedException(
                "RTH0603 the event of topic \"" + name + "\" is dropped, because the channel is switched off. Set "
                        + option + "=true",
                false,
                null));
    }

    @Override
    public Emitter withHeaders(Map<String, String> headers) {
        return this;
    }

    @Override
    public Emitter withKey(String key) {
        var unused = EventKey.of(key);
        return this;
    }

    @Override
    public int kill() {
        return 0;
    }

    @Override
    public boolean flush(Duration timeout) {
        return true;
    }
}
