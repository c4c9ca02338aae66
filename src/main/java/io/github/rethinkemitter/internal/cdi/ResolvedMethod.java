package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.RethinkChannel;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds an observer method of which only the description is known, at its first call. */
final class ResolvedMethod implements MethodSource {

    private final ObserverEntry entry;
    private final int rank;
    private final BeanContainer beans;
    private volatile @Nullable ObserverMethod<Object> found;

    /** @param rank which of those that look alike, counting from 0. Which is which does not matter, if each is called once */
    ResolvedMethod(ObserverEntry entry, int rank, BeanContainer beans) {
        this.entry = entry;
        this.rank = rank;
        this.beans = beans;
    }

    @Override
    public ObserverMethod<Object> methodFor(@Nullable Object payload) {
        var method = found;
        if (method == null) {
            method = find(payload);
            found = method;
        }
        return method;
    }

    private ObserverMethod<Object> find(@Nullable Object payload) {
        var listed = alike(ArcObservers.all());
        if (listed.size() > rank) {
            return listed.get(rank);
        }
        var example = ExampleValues.of(entry.type(), entry.bean().getClassLoader());
        return resolve(example == null ? payload : example);
    }

    private ObserverMethod<Object> resolve(@Nullable Object example) {
        if (example == null) {
            throw new EmitterException(
                    "RTH0513 " + entry.method() + " cannot be called with an event without payload before it was called"
                            + " with one that has a payload. Observe RethinkEvent for events without payload",
                    null);
        }
        var alike = alike(beans.resolveObserverMethods(example, qualifiers()));
        if (alike.size() <= rank) {
            throw new EmitterException(
                    "RTH0517 the container does not find observer " + entry.method() + " for a payload of "
                            + example.getClass().getName() + ". Observe RethinkEvent and read its payload(Type)",
                    null);
        }
        return alike.get(rank);
    }

    @SuppressWarnings("unchecked") // its observed type is the entry's
    private List<ObserverMethod<Object>> alike(Collection<? extends ObserverMethod<?>> methods) {
        return methods.stream()
                .filter(this::describes)
                .map(method -> (ObserverMethod<Object>) method)
                .toList();
    }

    private boolean describes(ObserverMethod<?> method) {
        var qualifiers = Qualifiers.of(method.getObservedQualifiers());
        return entry.looksLike(new ObserverEntry(
                qualifiers,
                method.getObservedType(),
                method.isAsync(),
                method.getPriority(),
                entry.method(),
                method.getBeanClass(),
                entry.onFailure()));
    }

    private Annotation[] qualifiers() {
        var qualifiers = new ArrayList<Annotation>(List.of(Any.Literal.INSTANCE));
        if (entry.qualifiers().topic() != null) {
            qualifiers.add(entry.qualifiers().topic());
        }
        if (entry.qualifiers().channel() != null) {
            qualifiers.add(RethinkChannel.Literal.of(entry.qualifiers().channel()));
        }
        return qualifiers.toArray(Annotation[]::new);
    }
}
