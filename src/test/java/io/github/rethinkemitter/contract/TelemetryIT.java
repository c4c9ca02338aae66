package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.internal.telemetry.TelemetryApis;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Traces and metrics of two applications on one table. */
@ContractTest(alsoPacking = true)
class TelemetryIT {

    private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("rethink.emitter.attempt");

    /** What an application has traced and measured. */
    private static final class Backend implements TelemetryApis.Beans {

        final InMemorySpanExporter spans = InMemorySpanExporter.create();
        final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final OpenTelemetry sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();

        @Override
        public <T> @Nullable T find(Class<T> type) {
            return type.cast(type == MeterRegistry.class ? registry : sdk);
        }

        TestApplication on(TestDb db) {
            return TestApplication.on(db).withTelemetry(TelemetryApis.find(this));
        }

        List<SpanData> named(String name) {
            return spans.getFinishedSpanItems().stream()
                    .filter(span -> span.getName().equals(name))
                    .toList();
        }

        double count(String counter) {
            return registry.find(counter).counters().stream()
                    .mapToDouble(one -> one.count())
                    .sum();
        }
    }

    private final Backend backendOfA = new Backend();
    private final Backend backendOfB = new Backend();

    @Test
    void theObserversOfBothServersAreLinkedToTheTriggerAndEachAttemptIsASpan(TestDb db) throws Exception {
        List<String> current = new CopyOnWriteArrayList<>();
        try (var a = backendOfA
                        .on(db)
                        .observing("beep", String.class, text -> {})
                        .connected();
                var b = backendOfB
                        .on(db)
                        .with("observer.delay", "10ms")
                        .observing("beep", String.class, text -> {
                            current.add(Span.current().getSpanContext().getSpanId());
                            if (current.size() == 1) {
                                throw new IllegalStateException("on purpose");
                            }
                        })
                        .connected()) {
            var id = a.emitter()
                    .trigger("beep", "boop")
                    .toCompletableFuture()
                    .get()
                    .id();

            await().untilAsserted(() -> {
                assertThat(backendOfA.named("process beep")).hasSize(1);
                assertThat(backendOfB.named("process beep")).hasSize(2);
            });
            var trigger = backendOfA.named("trigger beep").get(0);
            assertThat(trigger.getAttributes().get(MESSAGE)).isEqualTo(id);
            assertThat(backendOfA.named("process beep")).allSatisfy(span -> assertLinked(span, trigger));
            assertThat(backendOfB.named("process beep"))
                    .allSatisfy(span -> assertLinked(span, trigger))
                    .extracting(span -> span.getAttributes().get(ATTEMPT) + " "
                            + span.getStatus().getStatusCode())
                    .containsExactly("1 " + StatusCode.ERROR, "2 " + StatusCode.UNSET);
            assertThat(backendOfB.named("process beep"))
                    .extracting(SpanData::getSpanId)
                    .containsExactlyElementsOf(current);

            assertThat(backendOfA.count("messaging.client.sent.messages")).isEqualTo(1);
            await().untilAsserted(() -> assertThat(backendOfB.count("messaging.client.consumed.messages"))
                    .isEqualTo(2));
            assertThat(backendOfB
                            .registry
                            .get("messaging.process.duration")
                            .tag("error.type", "java.lang.IllegalStateException")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
        assertThat(backendOfA.registry.getMeters()).as("after the stop").isEmpty();
        assertThat(backendOfB.registry.getMeters()).as("after the stop").isEmpty();
    }

    private static void assertLinked(SpanData process, SpanData trigger) {
        assertThat(process.getParentSpanContext().isValid()).isFalse();
        assertThat(process.getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly(trigger.getSpanId());
        assertThat(process.getAttributes().get(MESSAGE))
                .isEqualTo(trigger.getAttributes().get(MESSAGE));
    }

    @Test
    void whatAnObserverTriggersBelongsToItsTrace(TestDb db) throws Exception {
        List<TestApplication> apps = new CopyOnWriteArrayList<>();
        try (var a = backendOfA
                .on(db)
                .observingAsync("ping", String.class, text -> {
                    var unused = apps.get(0).emitter().trigger("pong", text);
                })
                .connected()) {
            apps.add(a);
            a.emitter().trigger("ping", "boop").toCompletableFuture().get();

            await().untilAsserted(
                            () -> assertThat(backendOfA.named("trigger pong")).hasSize(1));
            await().untilAsserted(
                            () -> assertThat(backendOfA.named("process ping")).hasSize(1));
            assertThat(backendOfA.named("trigger pong").get(0).getParentSpanId())
                    .isEqualTo(backendOfA.named("process ping").get(0).getSpanId());
        }
    }
}
