package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The emitter of a channel. Its first use makes the channel publish.
 *
 * @param start makes the channel publish, unless it does so already
 */
record StartingEmitter(Emitter emitter, Runnable start) implements Emitter {

    @Override
    public CompletionStage<Receipt> triggerArgs(String topic, List<? extends @Nullable Object> args) {
        start.run();
        return emitter.triggerArgs(topic, args);
    }

    @Override
    public Emitter withHeaders(Map<String, String> headers) {
        return new StartingEmitter(emitter.withHeaders(headers), start);
    }

    @Override
    public Emitter withKey(String key) {
        return new StartingEmitter(emitter.withKey(key), start);
    }

    @Override
    public int kill() {
        return emitter.kill();
    }

    @Override
    public boolean flush(Duration timeout) throws InterruptedException {
        start.run();
        return emitter.flush(timeout);
    }
}
