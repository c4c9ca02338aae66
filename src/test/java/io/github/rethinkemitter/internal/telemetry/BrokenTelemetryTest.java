package io.github.rethinkemitter.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.Reconnected;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever the application's tracer or registry throws, it reaches no stage, and other APIs are used all the same. */
class BrokenTelemetryTest {

    private static final Logger LOGGER = Logger.getLogger("io.github.rethinkemitter.telemetry");

    private final TelemetryFixture fixture = new TelemetryFixture();
    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord message) {
            logged.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() throws Exception {
        LOGGER.removeHandler(handler);
        fixture.close();
    }

    private static Traces.OpenSpan broken() {
        throw new NoClassDefFoundError("on purpose");
    }

    /** Throws when a span begins, when it ends, and for each metric. */
    private record Broken(boolean atTheBegin) implements Api, Traces, Metrics {

        @Override
        public Traces traces(Telemetry.Scope channel) {
            return this;
        }

        @Override
        public Metrics metrics(Telemetry.Scope channel) {
            return this;
        }

        @Override
        public OpenSpan sending(String topic, Map<String, String> carrier) {
            return atTheBegin ? broken() : (id, failure) -> broken();
        }

        @Override
        public OpenSpan processing(RethinkEvent event, String observer, int attempt) {
            return atTheBegin ? broken() : (id, failure) -> broken();
        }

        @Override
        public void count(Metric counter, long more, Labels labels) {
            broken();
        }

        @Override
        public void record(Metric timer, long nanos, Labels labels) {
            broken();
        }

        @Override
        public void show(StatusReader status) {
            broken();
        }

        @Override
        public void close() {
            broken();
        }
    }

    @Test
    void nothingIsThrownToTheStages() {
        for (boolean atTheBegin : new boolean[] {true, false}) {
            var telemetry = fixture.of(new Broken(atTheBegin), OpenTelemetryApi.of(fixture.sdk()));
            assertThatCode(() -> useAll(telemetry)).doesNotThrowAnyException();
        }

        assertThat(fixture.spans.getFinishedSpanItems()).hasSize(2 * 4);
        assertThat(fixture.metrics.collectAllMetrics()).isNotEmpty();
    }

    private void useAll(Telemetry telemetry) {
        telemetry.show(new FakeStatus());
        telemetry.sending(Topic.of("beep"), Map.of()).stored("id-1");
        telemetry.sending(Topic.of("beep"), Map.of()).failed(new IllegalStateException());
        telemetry.processing(fixture.event(Map.of()), "billing", 1).succeeded();
        telemetry
                .processing(fixture.event(Map.of()), "billing", 2)
                .failed(new IllegalStateException(), new IllegalStateException());
        telemetry.happened(new Reconnected("", Duration.ofSeconds(1)));
        telemetry.happened(new EventsMissed("", 1, Instant.EPOCH, Instant.EPOCH, "on purpose"));
    }

    @Test
    void whatIsThrownIsLoggedOnceAMinute() {
        var telemetry = fixture.of(new Broken(true));

        useAll(telemetry);
        assertThat(logged).singleElement().asString().startsWith("RTH0702 the default channel");

        fixture.letPass(Duration.ofSeconds(61));
        telemetry.close();
        assertThat(logged).hasSize(2);
    }

    @Test
    void aBeanThatCannotBeUsedIsLoggedAndTheOtherIsUsed() {
        var registry = new SimpleMeterRegistry();
        var source = TelemetryApis.find(new TelemetryApis.Beans() {
            @Override
            public <T> @Nullable T find(Class<T> type) {
                if (type.getName().contains("opentelemetry")) {
                    throw new IllegalStateException("on purpose");
                }
                return type.cast(registry);
            }
        });

        assertThat(((TelemetryApis) source).all())
                .hasOnlyElementsOfType(MicrometerApi.class)
                .hasSize(1);
        assertThat(logged).singleElement().asString().startsWith("RTH0701 the application's io.opentelemetry");
    }
}
