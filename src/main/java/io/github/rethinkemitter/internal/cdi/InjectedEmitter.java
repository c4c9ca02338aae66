package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The emitter of a channel as beans have it injected. It is serialized with them, as a {@link SerializedEmitter}. */
final class InjectedEmitter implements Emitter, Serializable {

    private static final long serialVersionUID = 1L;

    private final transient Emitter emitter;
    private final SerializedEmitter serialized;

    InjectedEmitter(Emitter emitter, String channel) {
        this(emitter, new SerializedEmitter(channel, new LinkedHashMap<>(), null));
    }

    private InjectedEmitter(Emitter emitter, SerializedEmitter serialized) {
        this.emitter = emitter;
        this.serialized = serialized;
    }

    @Override
    public CompletionStage<Receipt> triggerArgs(String topic, List<? extends @Nullable Object> args) {
        return emitter.triggerArgs(topic, args);
    }

    @Override
    public InjectedEmitter withHeaders(Map<String, String> more) {
        var with = emitter.withHeaders(more); // refuses what is no header
        var headers = new LinkedHashMap<>(serialized.headers());
        headers.putAll(more);
        return new InjectedEmitter(with, serialized.withHeaders(headers));
    }

    @Override
    public InjectedEmitter withKey(String key) {
        return new InjectedEmitter(emitter.withKey(key), serialized.withKey(key));
    }

    @Override
    public int kill() {
        return emitter.kill();
    }

    @Override
    public boolean flush(Duration timeout) throws InterruptedException {
        return emitter.flush(timeout);
    }

    private Object writeReplace() {
        return serialized;
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("an emitter is written as a SerializedEmitter");
    }
}
