package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event as the container hands it to one observer. Containers differ in whether they pass the metadata on. */
record CallContext(@Nullable Object payload, Type type, Set<Annotation> qualifiers)
        implements EventContext<Object>, EventMetadata {

    @Override
    @SuppressWarnings("NullAway") // an event without payload is null to its observers
    public Object getEvent() {
        return payload;
    }

    @Override
    public EventMetadata getMetadata() {
        return this;
    }

    @Override
    public Set<Annotation> getQualifiers() {
        return qualifiers;
    }

    @Override
    @SuppressWarnings("NullAway") // null is what the contract asks for when no injected Event fired
    public InjectionPoint getInjectionPoint() {
        return null;
    }

    @Override
    public Type getType() {
        return type;
    }
}
