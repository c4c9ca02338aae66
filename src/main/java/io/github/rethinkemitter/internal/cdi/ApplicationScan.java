package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkChannel;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.json.bind.Jsonb;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The beans and observers that the portable extension found in all archives of the application. The bean manager of the
 * library's own archive is not enough: in an enterprise archive it does not see those of the wars.
 */
final class ApplicationScan implements LifecycleObservers {

    private final List<Bean<?>> options = new ArrayList<>();
    private final Set<Bean<?>> jsonb = new HashSet<>();
    private final List<Listed> observers = new ArrayList<>();
    private Class<?> user = EmitterExtension.class;

    /** @param type what it observes, or the bound of that */
    private record Listed(ObserverMethod<?> method, Class<?> type) {}

    void add(Bean<?> bean) {
        if (bean.getTypes().contains(EmitterOptions.class)) {
            options.add(bean);
        }
        if (bean.getTypes().contains(Jsonb.class) && bean.getQualifiers().contains(Default.Literal.INSTANCE)) {
            jsonb.add(bean);
        }
    }

    void add(ObserverMethod<?> method) {
        // No lifecycle event has a generic type.
        if (GenericTypes.bound(method.getObservedType()) instanceof Class<?> type) {
            observers.add(new Listed(method, type));
        }
    }

    /** Adds a class that observes topics, or has a bean of the library injected. */
    void addUser(Class<?> type) {
        if (type.getClassLoader() == EmitterExtension.class.getClassLoader()) {
            user = type;
        }
    }

    /**
     * One of the classes that use the library, of those that its class loader has; the extension if there is none, as in an
     * enterprise archive with the library in {@code lib/}.
     */
    Class<?> user() {
        return user;
    }

    @Override
    @SuppressWarnings("unchecked") // its type is one that the event has
    public List<ObserverMethod<? super LifecycleEvent>> of(LifecycleEvent event, RethinkChannel channel) {
        var qualifiers = Set.of(channel, Any.Literal.INSTANCE);
        return observers.stream()
                .filter(listed -> listed.type().isInstance(event)
                        && qualifiers.containsAll(listed.method().getObservedQualifiers()))
                .<ObserverMethod<? super LifecycleEvent>>map(listed -> (ObserverMethod<LifecycleEvent>) listed.method())
                .toList();
    }

    /** The options by channel. */
    Map<String, EmitterOptions> options(BeanManager manager) {
        return ProducedOptions.byChannel(options, manager);
    }

    /** The application's Jsonb bean, if it has exactly one. */
    Optional<ApplicationBeans.OwnedJsonb> jsonb(BeanManager manager) {
        try {
            return Optional.ofNullable(manager.resolve(jsonb)).map(bean -> owned(bean, manager));
        } catch (AmbiguousResolutionException e) {
            Log.severalJsonb();
            return Optional.empty();
        }
    }

    private static ApplicationBeans.OwnedJsonb owned(Bean<?> bean, BeanManager manager) {
        var context = manager.createCreationalContext(bean);
        var jsonb = (Jsonb) manager.getReference(bean, Jsonb.class, context);
        return new ApplicationBeans.OwnedJsonb(jsonb, bean.getScope() == Dependent.class ? context::release : () -> {});
    }
}
