package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an application starts and stops where no database answers. */
class EmitterHostTest {

    private static final String NOBODY_THERE = "rethinkdb://127.0.0.1:1";
    private static final Logger LOGGER = Logger.getLogger("io.github.rethinkemitter");

    private static EmitterOptions options = EmitterOptions.none();

    // The codes of the messages, and the threads that logged them.
    private final Map<String, Long> logged = new ConcurrentHashMap<>();
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord message) {
            texts.put(message.getMessage().substring(0, 7), message.getMessage());
            logged.put(message.getMessage().substring(0, 7), message.getLongThreadID());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Singleton
    static class Orders {

        @Produces
        EmitterOptions options() {
            return options;
        }

        void placed(@Observes @RethinkTopic("order.placed") String order) {}
    }

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        options = EmitterOptions.none().with("url", NOBODY_THERE).with("stop-timeout", "0s");
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
    }

    @Test
    void theChannelsStartOnAThreadOfTheirOwn() {
        try (var container = start()) {
            await().until(() -> logged.containsKey("RTH0510"));

            assertThat(texts.get("RTH0510"))
                    .contains("; the default channel: table \"events\" of database \"test\" at 127.0.0.1:1");
            assertThat(logged.get("RTH0510"))
                    .isNotEqualTo(Thread.currentThread().getId());
            assertThat(container.isRunning()).isTrue();
        }
    }

    @Test
    void anEmitterMayBeUsedBeforeTheChannelsHaveStarted() {
        try (var container = start()) {
            var emitter = container.select(Emitter.class).get();

            assertThat(emitter.trigger("order.placed", "A1")).isNotDone();
        }
    }

    @Test
    void noThreadIsLeftWhenTheApplicationStopsDuringItsStart() {
        start().close();

        assertThat(threads()).isEmpty();
    }

    @Test
    void withStartupWaitTheStartWaitsForTheDatabase() {
        options = options.with("startup", "wait").with("startup-timeout", "100ms");

        try (var container = start()) {
            assertThat(logged).containsKey("RTH0611");
            assertThat(container.isRunning()).isTrue();
        }
    }

    @Test
    void withStartupRequireTheApplicationDoesNotStartWithoutTheDatabase() {
        options = options.with("startup", "require").with("startup-timeout", "100ms");

        assertThatThrownBy(EmitterHostTest::start).hasStackTraceContaining("RTH0602");

        assertThat(threads()).isEmpty();
    }

    @Singleton
    static class ProducesOptionsAndHasAnEmitter {

        @Inject
        Emitter emitter;

        @Produces
        EmitterOptions options() {
            return options;
        }
    }

    @Singleton
    static class ProducesJsonbAndHasAnEmitter {

        @Inject
        Emitter emitter;

        @Produces
        static EmitterOptions options() {
            return options;
        }

        @Produces
        Jsonb jsonb() {
            return JsonbBuilder.create();
        }
    }

    @Test
    void aBeanWithAnEmitterCannotProduceWhatTheEmitterNeeds() {
        for (Class<?> bean : List.of(ProducesOptionsAndHasAnEmitter.class, ProducesJsonbAndHasAnEmitter.class)) {
            assertThatThrownBy(() -> {
                        try (var container = start(bean)) {
                            container.select(bean).get();
                        }
                    })
                    .as(bean.getSimpleName())
                    .hasStackTraceContaining("RTH0529");
        }
        assertThat(threads()).isEmpty();
    }

    private static SeContainer start() {
        return start(Orders.class);
    }

    private static SeContainer start(Class<?> bean) {
        return SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(new EmitterExtension())
                .addBeanClasses(bean)
                .initialize();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("rethink-emitter"))
                .toList();
    }
}
