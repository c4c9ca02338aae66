package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.config.OnFailureValues;
import io.github.rethinkemitter.internal.flow.FailureRules;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * An observer method as the catalogue lists it.
 *
 * @param method for messages: {@code com.example.Orders.placed(com.example.Order)}
 * @param bean the class of the bean that declares it
 * @param onFailure what {@code @OnFailure} says
 */
public record ObserverEntry(
        Qualifiers qualifiers,
        Type type,
        boolean async,
        int priority,
        String method,
        Class<?> bean,
        OnFailureValues onFailure) {

    private static final String EVERY_TOPIC = "**";

    /** The name that {@code @OnFailure} gives, or the method. */
    String name() {
        return onFailure.name().isEmpty() ? method : onFailure.name();
    }

    /** What it says about its failures. What is wrong in that was reported at deployment. */
    FailureRules failureRules() {
        return onFailure.rules(method, problem -> {});
    }

    /** A topic or pattern; that of every topic for an observer of the whole event that names none. */
    String topic() {
        var topic = qualifiers.topic();
        return topic == null ? EVERY_TOPIC : topic.value();
    }

    /** Null for every channel. */
    @Nullable
    String channel() {
        var topic = qualifiers.topic();
        return topic == null ? qualifiers.channel() : topic.channel();
    }

    boolean isOf(String name) {
        var channel = channel();
        return channel == null || channel.equals(name);
    }

    /** Whether the container describes both in the same way, although their methods differ. */
    boolean looksLike(ObserverEntry other) {
        return qualifiers.equals(other.qualifiers)
                && GenericTypes.same(type, other.type)
                && async == other.async
                && priority == other.priority
                && bean == other.bean;
    }
}
