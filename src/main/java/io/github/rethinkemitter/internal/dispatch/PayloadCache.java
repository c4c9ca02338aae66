package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.flow.Excerpt;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The payload of one event, read as the types that its observers want. Used by one thread.
 *
 * <p>An unchangeable value is read once for all observers of its type. Of any other type each observer gets an object
 * of its own; also of a record, since that may hold a list.
 */
final class PayloadCache {

    private static final Set<Class<?>> UNCHANGEABLE = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class);

    // By name, because this package does not depend on JSON-P. The values of JSON-P are unchangeable by contract.
    private static final Set<String> UNCHANGEABLE_PACKAGES = Set.of("java.time", "jakarta.json");

    private final RethinkEvent event;
    private Map<Type, @Nullable Object> shared = Map.of(); // most payloads are read for each observer

    PayloadCache(RethinkEvent event) {
        this.event = event;
    }

    @Nullable
    Object as(Type type) {
        if (!isUnchangeable(type)) {
            return read(event, type);
        }
        if (!shared.containsKey(type)) {
            shared = shared.isEmpty() ? new HashMap<>() : shared;
            shared.put(type, read(event, type));
        }
        return shared.get(type);
    }

    /** Reads a payload for one observer alone. */
    static @Nullable Object read(RethinkEvent event, Type type) {
        if (type == RethinkEvent.class) {
            return event;
        }
        var payload = event.payload(type);
        if (payload == null && type instanceof Class<?> wanted && wanted.isPrimitive()) {
            throw new PayloadMismatchException(
                    "RTH0412 topic \"" + new Excerpt(event.topic()) + "\": event " + new Excerpt(event.id())
                            + " has no payload, or null, which is no " + wanted
                            + ". Observe the boxed type, or trigger it with a value",
                    null);
        }
        return payload;
    }

    private static boolean isUnchangeable(Type type) {
        return type instanceof Class<?> wanted
                && !wanted.isArray()
                && (wanted.isPrimitive()
                        || wanted.isEnum()
                        || UNCHANGEABLE.contains(wanted)
                        || UNCHANGEABLE_PACKAGES.contains(wanted.getPackageName()));
    }
}
