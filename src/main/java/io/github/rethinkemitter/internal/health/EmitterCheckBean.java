package io.github.rethinkemitter.internal.health;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.PassivationCapable;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * A check that the portable extension adds.
 *
 * <p>Written out, because a bean of a configurator belongs to the archive of the extension whatever class it names, and WildFly
 * looks for checks only in the application's own archives. Weld puts this one where its class is.
 */
final class EmitterCheckBean implements Bean<HealthCheck>, PassivationCapable {

    private final Probe probe;
    private final Class<?> declaring;
    private final String id;
    private final Supplier<ChannelStates> states;

    /** @param declaring the class in whose archive the bean is */
    EmitterCheckBean(Probe probe, Class<?> declaring, String id, Supplier<ChannelStates> states) {
        this.probe = probe;
        this.declaring = declaring;
        this.id = id;
        this.states = states;
    }

    @Override
    public HealthCheck create(CreationalContext<HealthCheck> context) {
        return new EmitterCheck(probe, states);
    }

    @Override
    public void destroy(HealthCheck check, CreationalContext<HealthCheck> context) {
        context.release();
    }

    @Override
    public Class<?> getBeanClass() {
        return declaring;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public Set<Type> getTypes() {
        return Set.of(HealthCheck.class, Object.class);
    }

    @Override
    public Set<Annotation> getQualifiers() {
        return Set.of(HealthBeans.qualifier(probe), Any.Literal.INSTANCE);
    }

    @Override
    public Class<? extends Annotation> getScope() {
        return Singleton.class;
    }

    @Override
    public @Nullable String getName() {
        return null; // it has no name in the expression language
    }

    @Override
    public Set<Class<? extends Annotation>> getStereotypes() {
        return Set.of();
    }

    @Override
    public boolean isAlternative() {
        return false;
    }

    @Override
    public Set<InjectionPoint> getInjectionPoints() {
        return Set.of();
    }

    @Override
    public String toString() {
        return id;
    }
}
