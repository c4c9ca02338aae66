package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The beans for traces and metrics that an application has, with each extension. */
class TelemetryBeansTest {

    private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
    private static final SimpleMeterRegistry REGISTRY = new SimpleMeterRegistry();
    private static final List<RethinkEvent> OBSERVED = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        SPANS.reset();
        REGISTRY.clear();
        OBSERVED.clear();
    }

    @ApplicationScoped
    static class Orders {

        @Produces
        EmitterOptions options() {
            return EmitterOptions.of("embedded:telemetry");
        }

        void placed(@Observes @RethinkTopic("order.placed") RethinkEvent event) {
            OBSERVED.add(event);
        }
    }

    static class Tracing {
        @Produces
        @ApplicationScoped
        OpenTelemetry openTelemetry() {
            return OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(SPANS))
                            .build())
                    .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                    .build();
        }
    }

    static class Metering {
        @Produces
        MeterRegistry registry() {
            return REGISTRY;
        }
    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Internal {}

    static class OtherMetering {
        @Produces
        @Internal
        MeterRegistry registry() {
            return REGISTRY;
        }
    }

    private static void triggerAndObserve(Extension extension, Class<?>... beans) throws Exception {
        try (var container = extension.start(beans)) {
            container
                    .select(Emitter.class)
                    .get()
                    .trigger("order.placed", "tea")
                    .toCompletableFuture()
                    .get();
            await().untilAsserted(() -> assertThat(OBSERVED).hasSize(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothAreFoundAndNothingIsLeftInTheRegistryAfterTheStop(Extension extension) throws Exception {
        try (var container = extension.start(Orders.class, Tracing.class, Metering.class)) {
            container
                    .select(Emitter.class)
                    .get()
                    .trigger("order.placed", "tea")
                    .toCompletableFuture()
                    .get();

            await().untilAsserted(() -> assertThat(SPANS.getFinishedSpanItems())
                    .extracting(SpanData::getName)
                    .containsExactlyInAnyOrder("trigger order.placed", "process order.placed"));
            assertThat(REGISTRY.get("messaging.client.sent.messages").counter().count())
                    .isEqualTo(1);
            assertThat(OBSERVED.get(0).headers()).containsOnlyKeys("traceparent");
        }
        assertThat(REGISTRY.getMeters()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationWithoutSuchBeansHasItsEventsAsTheyAre(Extension extension) throws Exception {
        triggerAndObserve(extension, Orders.class);

        assertThat(OBSERVED.get(0).headers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aBeanWithAQualifierIsNotTheApplications(Extension extension) throws Exception {
        triggerAndObserve(extension, Orders.class, OtherMetering.class);

        assertThat(REGISTRY.getMeters()).isEmpty();
    }

    static class SecondRegistry {
        @Produces
        MeterRegistry registry() {
            return REGISTRY;
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofSeveralBeansNoneIsUsed(Extension extension) throws Exception {
        triggerAndObserve(extension, Orders.class, Metering.class, SecondRegistry.class);

        assertThat(REGISTRY.getMeters()).isEmpty();
    }

    static class BrokenTracing {
        @Produces
        OpenTelemetry openTelemetry() {
            throw new IllegalStateException("on purpose");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBeanThatCannotBeMadeKeepsNoEventBack(Extension extension) throws Exception {
        triggerAndObserve(extension, Orders.class, BrokenTracing.class);

        assertThat(OBSERVED.get(0).headers()).isEmpty();
    }
}
