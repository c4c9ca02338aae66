package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The application's side of a publisher. */
record QueueingEmitter(Publisher publisher, Map<String, String> headers) implements Emitter {

    QueueingEmitter {
        headers = Map.copyOf(headers);
    }

    @Override
    public CompletionStage<Receipt> trigger(String topic, @Nullable Object... args) {
        return publisher.trigger(topic, args, headers);
    }

    @Override
    public Emitter withHeaders(Map<String, String> more) {
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new QueueingEmitter(publisher, all);
    }

    @Override
    public int kill() {
        return publisher.kill();
    }

    @Override
    public boolean flush(Duration timeout) throws InterruptedException {
        return publisher.flush(timeout);
    }
}
