package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.codec.JsonbCodec;
import io.github.rethinkemitter.internal.dispatch.DeliveredEvent;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A channel with an OpenTelemetry whose spans and metrics stay in memory. Its clock moves only when a test moves it. */
final class TelemetryFixture implements AutoCloseable {

    final InMemorySpanExporter spans = InMemorySpanExporter.create();
    final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    final AtomicLong nanos = new AtomicLong();
    private final Jsonb jsonb = JsonbBuilder.create();

    OpenTelemetrySdk sdk() {
        return sdk(Sampler.alwaysOn());
    }

    OpenTelemetrySdk sdk(Sampler sampler) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(metrics).build())
                .setPropagators(ContextPropagators.create(TextMapPropagator.composite(
                        W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
                .build();
    }

    Telemetry of(OpenTelemetry bean) {
        return of(OpenTelemetryApi.of(bean));
    }

    Telemetry of(Api... apis) {
        return new TelemetryApis(List.of(apis)).of(new Telemetry.Scope("", "events", "src-1", "orders", nanos::get));
    }

    RethinkEvent event(Map<String, String> headers) {
        var stored = new StoredEvent(
                "id-1",
                Instant.EPOCH,
                "src-2",
                1,
                "beep",
                "[\"beep\"]",
                true,
                headers.isEmpty() ? null : jsonb.toJson(headers));
        return DeliveredEvent.of("", new Delivery(stored, true, false), new JsonbCodec(jsonb, 1 << 20));
    }

    void letPass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public void close() throws Exception {
        jsonb.close();
    }
}
