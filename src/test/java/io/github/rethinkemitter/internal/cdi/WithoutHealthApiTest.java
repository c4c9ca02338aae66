package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.health.ChannelStates;
import io.github.rethinkemitter.internal.health.HealthApi;
import io.github.rethinkemitter.internal.health.HealthBeans;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.weld.lite.extension.translator.LiteExtensionTranslator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server with MicroProfile Health, and one without. */
class WithoutHealthApiTest {

    private static final String API = "org.eclipse.microprofile.health.";

    @Singleton
    static class Bean {}

    /** Has the classes of the library, and notes which of its health checks it was asked for. */
    private static final class Server extends URLClassLoader {

        private final boolean hasApi;
        private final Set<String> loaded = new TreeSet<>();

        Server(boolean hasApi) {
            super(
                    new URL[] {placeOf(EmitterExtension.class), placeOf(WithoutHealthApiTest.class)},
                    WithoutHealthApiTest.class.getClassLoader());
            this.hasApi = hasApi;
        }

        private static URL placeOf(Class<?> type) {
            return type.getProtectionDomain().getCodeSource().getLocation();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!hasApi && name.startsWith(API)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.github.rethinkemitter.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                var known = findLoadedClass(name);
                return known == null ? findClass(name) : known;
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(HealthApi.class.getPackageName())) {
                loaded.add(name);
            }
            return super.findClass(name);
        }

        SeContainer start(io.github.rethinkemitter.internal.cdi.Extension kind) throws Exception {
            var initializer = SeContainerInitializer.newInstance()
                    .disableDiscovery()
                    .addBeanClasses(loadClass(Bean.class.getName()));
            return switch (kind) {
                case PORTABLE ->
                    initializer
                            .addExtensions((Extension) loadClass(EmitterExtension.class.getName())
                                    .getConstructor()
                                    .newInstance())
                            .initialize();
                case BUILD_COMPATIBLE ->
                    initializer
                            .addExtensions(new LiteExtensionTranslator(
                                    Set.of(loadClass(EmitterBuildExtensionTest.Alone.class.getName())
                                            .asSubclass(BuildCompatibleExtension.class)),
                                    this))
                            .initialize();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutTheApiNoClassThatNeedsItIsLoaded(io.github.rethinkemitter.internal.cdi.Extension extension)
            throws Exception {
        try (var server = new Server(false);
                var application = server.start(extension)) {
            assertThat(application.isRunning()).isTrue();
            assertThat(server.loaded)
                    .isSubsetOf(List.of(HealthApi.class.getName(), ChannelStates.class.getName()))
                    .contains(HealthApi.class.getName());
        }
    }

    @ParameterizedTest
    @EnumSource
    void withTheApiTheChecksAreAdded(io.github.rethinkemitter.internal.cdi.Extension extension) throws Exception {
        try (var server = new Server(true);
                var application = server.start(extension)) {
            assertThat(application.isRunning()).isTrue();
            assertThat(server.loaded).contains(HealthBeans.class.getName());
        }
    }
}
