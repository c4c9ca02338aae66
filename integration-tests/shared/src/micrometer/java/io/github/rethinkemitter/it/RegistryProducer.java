package io.github.rethinkemitter.it;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The application's registry. No injection point of the application needs it, so a container that removes unused beans may remove it. */
public class RegistryProducer {

    static final SimpleMeterRegistry REGISTRY = new SimpleMeterRegistry();

    @Produces
    @Singleton
    MeterRegistry registry() {
        return REGISTRY;
    }
}
