package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.inject.spi.ObserverMethod;
import org.jspecify.annotations.Nullable;

/** Gives the container's handle on an observer method. */
@FunctionalInterface
public interface MethodSource {

    /** The method; some containers find it only by an example of what it observes. */
    ObserverMethod<Object> methodFor(@Nullable Object payload);
}
