package io.github.rethinkemitter.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application may have OpenTelemetry, Micrometer, both or none. */
class AbsentApisTest {

    /** Loads the library anew, in an application that does not see some packages. */
    private static final class Application extends ClassLoader {

        private final List<String> hidden;
        final List<String> loaded = new CopyOnWriteArrayList<>();

        Application(List<String> hidden) {
            super(AbsentApisTest.class.getClassLoader());
            this.hidden = hidden;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (hidden.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.github.rethinkemitter.internal.telemetry.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                var known = findLoadedClass(name);
                return known == null ? define(name) : known;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                var bytes = in.readAllBytes();
                loaded.add(name.substring(name.lastIndexOf('.') + 1));
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        /** Finds the telemetry of an application in which each type has a bean. */
        @Nullable
        Object find() throws Exception {
            var beans = loadClass("io.github.rethinkemitter.internal.telemetry.TelemetryApis$Beans");
            var all = Proxy.newProxyInstance(this, new Class<?>[] {beans}, (proxy, method, args) -> {
                var type = (Class<?>) args[0];
                return type == OpenTelemetry.class ? OpenTelemetrySdk.builder().build() : new SimpleMeterRegistry();
            });
            return loadClass("io.github.rethinkemitter.internal.telemetry.TelemetryApis")
                    .getMethod("find", beans)
                    .invoke(null, all);
        }
    }

    @Test
    void withoutBothThereIsNoTelemetryAndNothingOfItIsLoaded() throws Exception {
        var application = new Application(List.of("io.opentelemetry.", "io.micrometer."));

        assertThat(application.find()).isNull();
        assertThat(application.loaded).containsExactlyInAnyOrder("TelemetryApis", "TelemetryApis$Beans", "Api");
    }

    @ParameterizedTest
    @CsvSource({
        "io.micrometer., OpenTelemetryApi, MicrometerApi",
        "io.opentelemetry., MicrometerApi, OpenTelemetryApi",
        "io.opentelemetry.context., MicrometerApi, ChannelTelemetry"
    })
    void theOneThatIsThereIsUsed(String hidden, String used, String unused) throws Exception {
        var application = new Application(List.of(hidden));

        assertThat(application.find()).asString().contains(used);
        assertThat(application.loaded).contains(used).doesNotContain(unused);
    }

    @Test
    void beansThatAreMissingAreNoTelemetry() {
        assertThat(TelemetryApis.find(new TelemetryApis.Beans() {
                    @Override
                    public <T> @Nullable T find(Class<T> type) {
                        return null;
                    }
                }))
                .isNull();
    }
}
