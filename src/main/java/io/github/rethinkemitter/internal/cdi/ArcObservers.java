package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The observers that ArC lists, the container of Quarkus. Other containers list none: there an observer is found by an example
 * of its event. ArC is called by reflection, because it is absent elsewhere.
 */
final class ArcObservers {

    private static final String ARC = "io.quarkus.arc.";

    private ArcObservers() {}

    /** Whether the container that shows this to a build compatible extension will list its observers. */
    static boolean willBeListed(Object model) {
        return model.getClass().getName().startsWith(ARC);
    }

    /** All observers of the application; empty where the container does not list them. */
    static List<ObserverMethod<?>> all() {
        return all(ARC + "impl.ArcContainerImpl", ArcObservers.class.getClassLoader());
    }

    @SuppressWarnings("unchecked") // an InjectableObserverMethod<?> is an ObserverMethod<?>
    static List<ObserverMethod<?>> all(String container, @Nullable ClassLoader loader) {
        try {
            var type = Class.forName(container, false, loader);
            var instance = type.getMethod("instance").invoke(null);
            return (List<ObserverMethod<?>>) type.getMethod("getObservers").invoke(instance);
        } catch (ReflectiveOperationException | LinkageError e) {
            return List.of(); // the container is another one
        }
    }
}
