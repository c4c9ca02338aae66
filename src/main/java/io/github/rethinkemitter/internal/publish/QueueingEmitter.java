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
        // Callers that were not compiled with null checks may bring any.
        if (more == null) {
            throw new IllegalArgumentException("RTH0130 the headers are null. Give a map of names and values");
        }
        more.forEach((name, value) -> {
            if (name == null || value == null) {
                throw new IllegalArgumentException(
                        "RTH0130 a header \"" + name + "\" has the value \"" + value + "\". Leave out what is null");
            }
            all.put(name, value);
        });
        return new QueueingEmitter(publisher, all);
    }

    @Override
    public int kill() {
        return publisher.kill();
    }

    @Override
    public boolean flush(Duration timeout) throws InterruptedException {
        if (timeout == null || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "RTH0129 flush cannot wait for \"" + timeout
                            + "\". Give a duration of zero or more; ChronoUnit.FOREVER.getDuration() waits as long as it takes");
        }
        return publisher.flush(timeout);
    }
}
