package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.EventKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The emitter that applications are given: it checks arguments and adds headers and a key.
 *
 * @param key what an {@link EventKey} allows; null for none
 */
record QueueingEmitter(
        Publisher publisher,
        Map<String, String> headers,
        @Nullable String key) implements Emitter {

    QueueingEmitter {
        headers = Map.copyOf(headers);
    }

    @Override
    public CompletionStage<Receipt> triggerArgs(String topic, List<? extends @Nullable Object> args) {
        // Callers that were not compiled with null checks may bring any.
        if (args == null) {
            throw new IllegalArgumentException("RTH0131 the list of arguments of topic \"" + topic
                    + "\" is null. Give an empty list, or call trigger(topic, null) for one argument that is null");
        }
        return publisher.trigger(topic, args.toArray(), headers, key);
    }

    @Override
    public Emitter withHeaders(Map<String, String> more) {
        // Callers that were compiled without null checks may give null.
        if (more == null) {
            throw new IllegalArgumentException("RTH0130 the headers are null. Give a map of names and values");
        }
        var all = new LinkedHashMap<>(headers);
        more.forEach((name, value) -> all.put(required(name, name), required(name, value)));
        return new QueueingEmitter(publisher, all, key);
    }

    @Override
    public Emitter withKey(String other) {
        return new QueueingEmitter(publisher, headers, EventKey.of(other).text());
    }

    private static String required(@Nullable String header, @Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException(
                    "RTH0130 header \"" + header + "\" has no name or no value. Leave it out, or set it to \"\"");
        }
        return text;
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
