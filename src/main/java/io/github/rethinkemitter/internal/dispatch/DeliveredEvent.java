package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.Weighted;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An event as observers see it. Each call reads the stored JSON again, so that observers share no objects. */
public final class DeliveredEvent implements RethinkEvent, Weighted {

    private final String channel;
    private final Delivery delivery;
    private final Codec codec;

    DeliveredEvent(String channel, Delivery delivery, Codec codec) {
        this.channel = channel;
        this.delivery = delivery;
        this.codec = codec;
    }

    /** An event that is read from the database for somebody else than an observer. */
    public static RethinkEvent of(String channel, Delivery delivery, Codec codec) {
        return new DeliveredEvent(channel, delivery, codec);
    }

    /** The same event, as it is given to an observer that was given it before. */
    DeliveredEvent givenAgain() {
        return redelivered() ? this : new DeliveredEvent(channel, delivery.givenAgain(), codec);
    }

    @Override
    public long weight() {
        return delivery.event().weight();
    }

    @Override
    public String id() {
        return delivery.event().id();
    }

    @Override
    public String topic() {
        return delivery.event().topic();
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public List<@Nullable Object> args() {
        return codec.values(delivery.event());
    }

    @Override
    public <T> @Nullable T payload(Class<T> type) {
        return arg(0, type);
    }

    @Override
    public @Nullable Object arg(int index, Type type) {
        return codec.decode(delivery.event(), index, type);
    }

    @Override
    @SuppressWarnings("unchecked") // not type.cast: int.class has no instances
    public <T> @Nullable T arg(int index, Class<T> type) {
        return (T) codec.decode(delivery.event(), index, type);
    }

    @Override
    public Instant timestamp() {
        return delivery.event().ts();
    }

    @Override
    public Optional<String> origin() {
        return Optional.ofNullable(delivery.event().src());
    }

    @Override
    public OptionalLong sequence() {
        return delivery.event().isSequenced() ? OptionalLong.of(delivery.event().seq()) : OptionalLong.empty();
    }

    @Override
    public boolean redelivered() {
        return delivery.redelivered();
    }

    @Override
    public boolean replayed() {
        return delivery.replayed();
    }

    @Override
    public boolean redriven() {
        return delivery.redriven();
    }

    @Override
    public Map<String, String> headers() {
        return codec.headers(delivery.event().headers());
    }

    @Override
    public Optional<String> key() {
        return Optional.ofNullable(delivery.event().key());
    }

    /** Without the payload, as this text ends up in logs. */
    @Override
    public String toString() {
        return "RethinkEvent[id=" + id() + ", topic=" + topic() + ", channel=" + channel + ", timestamp=" + timestamp()
                + "]";
    }
}
