package io.github.rethinkemitter.internal.health;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Adds the checks to an application, for both extensions. May be used only if {@link HealthApi#isPresent}. */
public final class HealthBeans {

    private HealthBeans() {}

    /**
     * Adds the checks.
     *
     * @param declaring the class in whose archive the beans are, if possible one of the application. WildFly looks for checks only
     *     in the application's archives of beans, and this jar is none
     * @param id what the ids of their beans begin with
     */
    public static void add(AfterBeanDiscovery event, Class<?> declaring, String id, Supplier<ChannelStates> states) {
        for (Probe probe : Probe.values()) {
            event.addBean(new EmitterCheckBean(probe, declaring, id + probe, states));
        }
    }

    /** Adds the checks, which then look for a bean of {@link ChannelStates}. */
    public static void add(SyntheticComponents components) {
        for (Probe probe : Probe.values()) {
            components
                    .addBean(EmitterCheck.class)
                    .type(HealthCheck.class)
                    .qualifier(qualifier(probe))
                    .qualifier(Any.Literal.INSTANCE)
                    .scope(Singleton.class)
                    .withParam(EmitterCheckCreator.PROBE, probe.name())
                    .createWith(EmitterCheckCreator.class);
        }
    }

    static Annotation qualifier(Probe probe) {
        return switch (probe) {
            case STARTUP -> Startup.Literal.INSTANCE;
            case READINESS -> Readiness.Literal.INSTANCE;
            case LIVENESS -> Liveness.Literal.INSTANCE;
        };
    }
}
