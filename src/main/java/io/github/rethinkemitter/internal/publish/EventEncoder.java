package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.Topic;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes events of what is triggered, and numbers them. Safe for use by many threads. */
final class EventEncoder {

    private final Codec codec;
    private final @Nullable Telemetry telemetry;
    private final LongSupplier nanoTime;
    private final AtomicLong ordinals = new AtomicLong();

    /** @param telemetry null where nobody measures */
    EventEncoder(Codec codec, @Nullable Telemetry telemetry, LongSupplier nanoTime) {
        this.codec = codec;
        this.telemetry = telemetry;
        this.nanoTime = nanoTime;
    }

    /**
     * Makes an event. Only one that can be encoded gets a number.
     *
     * @param args null for one argument that is null
     * @param fromCallback whether a callback of another event's stage triggers it
     */
    QueuedEvent encode(
            String topic,
            @Nullable Object @Nullable [] args,
            Map<String, String> headers,
            @Nullable String key,
            boolean fromCallback) {
        var named = Topic.of(topic);
        // To the compiler, trigger("beep", null) has no array of arguments at all.
        var all = args == null ? new @Nullable Object[] {null} : args;
        if (telemetry == null) {
            return event(codec.encode(named, all, headers), key, fromCallback, new CompletableFuture<>());
        }
        var measured = new MeasuredStage(telemetry.sending(named, headers));
        return event(measured.encode(codec, named, all, headers), key, fromCallback, measured);
    }

    private QueuedEvent event(
            EncodedEvent content, @Nullable String key, boolean fromCallback, CompletableFuture<Receipt> stage) {
        var keyed = key == null ? content : content.withKey(key);
        return new QueuedEvent(ordinals.incrementAndGet(), nanoTime.getAsLong(), keyed, fromCallback, stage);
    }

    /** The number of the last event. */
    long lastOrdinal() {
        return ordinals.get();
    }
}
