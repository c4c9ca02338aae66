package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.TopicEmitter;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.jboss.weld.bootstrap.WeldBootstrap;
import org.jboss.weld.bootstrap.api.Environments;
import org.jboss.weld.bootstrap.spi.BeanDeploymentArchive;
import org.jboss.weld.bootstrap.spi.BeansXml;
import org.jboss.weld.environment.deployment.AbstractWeldDeployment;
import org.jboss.weld.environment.deployment.WeldBeanDeploymentArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The health checks of a war as WildFly shows it to Weld: the server sees the war's beans, and not those of the library. */
class WarOnWildFlyTest {

    @Singleton
    static class WithoutUseOfTheLibrary {}

    @Singleton
    static class Options {

        @Produces
        static EmitterOptions options() {
            return EmitterOptions.none().with("url", "rethinkdb://127.0.0.1:1").with("stop-timeout", "0s");
        }
    }

    @Singleton
    static class Observer {

        void placed(@Observes @RethinkTopic("orders") String order) {}
    }

    @Singleton
    static class WithEmitter {

        @Inject
        Emitter emitter;
    }

    @Singleton
    static class WithTopicEmitter {

        @Inject
        @RethinkTopic("orders")
        TopicEmitter<String> emitter;
    }

    @Singleton
    static class WithParkedEvents {

        @Inject
        ParkedEvents parked;
    }

    @ParameterizedTest
    @ValueSource(classes = {Observer.class, WithEmitter.class, WithTopicEmitter.class, WithParkedEvents.class})
    void theServerFindsTheChecks(Class<?> user) {
        try (var war = new War(List.of(WithoutUseOfTheLibrary.class, Options.class, user))) {
            var checks = war.weld.getManager(war.server).createInstance();

            assertThat(List.of(Startup.Literal.INSTANCE, Readiness.Literal.INSTANCE, Liveness.Literal.INSTANCE))
                    .allSatisfy(probe -> assertThat(checks.select(HealthCheck.class, probe))
                            .singleElement()
                            .satisfies(
                                    check -> assertThat(check.call().getName()).isEqualTo("rethink-emitter")));
        }
    }

    private static final class War extends AbstractWeldDeployment implements AutoCloseable {

        private final WeldBootstrap weld;
        private final WeldBeanDeploymentArchive library = archive("library", List.of(), Set.of());
        private final WeldBeanDeploymentArchive beans;
        private final WeldBeanDeploymentArchive server;

        War(Collection<Class<?>> classes) {
            this(new WeldBootstrap(), classes);
        }

        private War(WeldBootstrap weld, Collection<Class<?>> classes) {
            super(weld, List.of(new TwoWars.Found(new EmitterExtension())));
            this.weld = weld;
            beans = archive("beans", classes, Set.of(library));
            server = archive("server", List.of(), Set.of(beans));
            weld.startContainer("war", Environments.SE, this);
            weld.startInitialization();
            weld.deployBeans();
            weld.validateBeans();
        }

        private static WeldBeanDeploymentArchive archive(
                String name, Collection<Class<?>> classes, Set<WeldBeanDeploymentArchive> seen) {
            return new WeldBeanDeploymentArchive(
                    name,
                    classes.stream().map(Class::getName).toList(),
                    List.of(),
                    BeansXml.EMPTY_BEANS_XML,
                    seen,
                    classes);
        }

        @Override
        public Collection<BeanDeploymentArchive> getBeanDeploymentArchives() {
            return List.of(library, beans, server);
        }

        @Override
        public BeanDeploymentArchive getBeanDeploymentArchive(Class<?> type) {
            return beans.getBeanClasses().contains(type.getName()) ? beans : library;
        }

        @Override
        public BeanDeploymentArchive loadBeanDeploymentArchive(Class<?> type) {
            return getBeanDeploymentArchive(type);
        }

        @Override
        public void close() {
            weld.shutdown();
        }
    }
}
