package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The only class that touches OpenTelemetry. Its objects are taken from the bean once: in some servers that works only on a thread of
 * the application.
 */
record OpenTelemetryApi(Tracer tracer, Meter meter, TextMapPropagator propagator) implements Api {

    private static final String LIBRARY = "io.github.rethinkemitter";

    // In seconds, as the conventions advise for durations. The API's own are meant for milliseconds.
    private static final List<Double> BUCKETS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("messaging.client.id");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> CHANNEL = AttributeKey.stringKey("rethink.emitter.channel");
    private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("rethink.emitter.topic");
    private static final AttributeKey<String> OBSERVER = AttributeKey.stringKey("rethink.emitter.observer");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("rethink.emitter.attempt");
    private static final AttributeKey<Boolean> REDELIVERED = AttributeKey.booleanKey("rethink.emitter.redelivered");
    private static final AttributeKey<Boolean> REPLAYED = AttributeKey.booleanKey("rethink.emitter.replayed");

    static @Nullable Api find(TelemetryApis.Beans beans) {
        var bean = beans.find(OpenTelemetry.class);
        if (bean == null) {
            return null;
        }
        var api = of(bean);
        return api.hasTraces() || api.hasMetrics() ? api : null;
    }

    static OpenTelemetryApi of(OpenTelemetry bean) {
        return new OpenTelemetryApi(
                bean.getTracer(LIBRARY),
                bean.getMeter(LIBRARY),
                bean.getPropagators().getTextMapPropagator());
    }

    // A tracer that does nothing still hands on the trace of a request, if there is a propagator.
    private boolean hasTraces() {
        return !tracer.equals(TracerProvider.noop().get(LIBRARY)) || !propagator.equals(TextMapPropagator.noop());
    }

    // An SDK without a reader of metrics has this meter, too.
    private boolean hasMetrics() {
        return !meter.equals(MeterProvider.noop().get(LIBRARY));
    }

    @Override
    public @Nullable Traces traces(Telemetry.Scope channel) {
        return hasTraces() ? new ChannelSpans(tracer, propagator, channel) : null;
    }

    @Override
    public @Nullable Metrics metrics(Telemetry.Scope channel) {
        return hasMetrics() ? new ChannelMetrics(meter, attributes(channel)) : null;
    }

    private static Attributes attributes(Telemetry.Scope channel) {
        return Attributes.of(SYSTEM, "rethinkdb", DESTINATION, channel.table(), CHANNEL, Api.named(channel));
    }

    private static final class ChannelSpans implements Traces {

        private final Tracer tracer;
        private final TextMapPropagator propagator;
        private final Attributes sending;
        private final Attributes processing;

        ChannelSpans(Tracer tracer, TextMapPropagator propagator, Telemetry.Scope channel) {
            this.tracer = tracer;
            this.propagator = propagator;
            this.sending = of(channel, Metric.Operation.TRIGGER).build();
            var consumer = of(channel, Metric.Operation.PROCESS);
            if (channel.subscriber() != null) {
                consumer.put(GROUP, channel.subscriber());
            }
            this.processing = consumer.build();
        }

        private static AttributesBuilder of(Telemetry.Scope channel, Metric.Operation operation) {
            return attributes(channel).toBuilder()
                    .put(CLIENT, channel.client())
                    .put(OPERATION, operation.label)
                    .put(OPERATION_TYPE, operation.type);
        }

        @Override
        public OpenSpan sending(String topic, Map<String, String> carrier) {
            var span = tracer.spanBuilder(Metric.Operation.TRIGGER.label + " " + topic)
                    .setSpanKind(SpanKind.PRODUCER)
                    .setAllAttributes(sending)
                    .setAttribute(TOPIC, topic)
                    .startSpan();
            OpenSpan open = (id, failure) -> end(span, id, failure);
            try {
                propagator.inject(Context.current().with(span), carrier, (into, name, value) -> {
                    if (into != null) {
                        into.put(name, value);
                    }
                });
            } catch (Throwable thrown) {
                span.end();
                throw thrown;
            }
            return open;
        }

        @Override
        public OpenSpan processing(RethinkEvent event, String observer, int attempt) {
            var from = propagator.extract(Context.root(), event.headers(), new HeaderGetter());
            var builder = tracer.spanBuilder(Metric.Operation.PROCESS.label + " " + event.topic())
                    .setSpanKind(SpanKind.CONSUMER)
                    .setNoParent()
                    .setAllAttributes(processing)
                    .setAttribute(MESSAGE, event.id())
                    .setAttribute(TOPIC, event.topic())
                    .setAttribute(OBSERVER, observer)
                    .setAttribute(ATTEMPT, (long) attempt)
                    .setAttribute(REDELIVERED, event.redelivered())
                    .setAttribute(REPLAYED, event.replayed());
            SpanContext trigger = Span.fromContext(from).getSpanContext();
            if (trigger.isValid()) {
                builder.addLink(trigger);
            }
            var span = builder.startSpan();
            try {
                @SuppressWarnings("MustBeClosedChecker") // closed when the span ends, on the same thread
                var current = from.with(span).makeCurrent();
                return (id, failure) -> {
                    try (current) {
                        end(span, id, failure);
                    }
                };
            } catch (Throwable thrown) {
                span.end();
                throw thrown;
            }
        }

        private static void end(Span span, @Nullable String id, @Nullable Failure failure) {
            try {
                if (id != null) {
                    span.setAttribute(MESSAGE, id);
                }
                if (failure != null) {
                    span.setStatus(StatusCode.ERROR);
                    span.setAttribute(ERROR, failure.type());
                    span.recordException(
                            failure.shown(), Attributes.of(AttributeKey.stringKey("exception.type"), failure.type()));
                }
            } finally {
                span.end();
            }
        }
    }

    private static final class HeaderGetter implements TextMapGetter<Map<String, String>> {

        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    }

    private static final class ChannelMetrics implements Metrics {

        private final Meter meter;
        private final Attributes channel;
        private final Map<Metric, LongCounter> counters = new EnumMap<>(Metric.class);
        private final Map<Metric, DoubleHistogram> timers = new EnumMap<>(Metric.class);
        private final Map<Metric, Map<Labels, Attributes>> attributes = new EnumMap<>(Metric.class);
        private @Nullable BatchCallback callback; // guarded by this, as is the next
        private boolean closed;

        ChannelMetrics(Meter meter, Attributes channel) {
            this.meter = meter;
            this.channel = channel;
            for (var metric : Metric.values()) {
                attributes.put(metric, new ConcurrentHashMap<>());
                if (metric.isTimer()) {
                    timers.put(metric, timer(metric));
                } else {
                    counters.put(
                            metric,
                            meter.counterBuilder(metric.label)
                                    .setUnit(metric.unit.ucum)
                                    .setDescription(metric.description)
                                    .build());
                }
            }
        }

        private DoubleHistogram timer(Metric metric) {
            var builder = meter.histogramBuilder(metric.label).setUnit("s").setDescription(metric.description);
            return withBuckets(builder).build();
        }

        // Since version 1.32 of the API.
        private static DoubleHistogramBuilder withBuckets(DoubleHistogramBuilder builder) {
            try {
                var type = MethodType.methodType(DoubleHistogramBuilder.class, List.class);
                var method = MethodHandles.publicLookup()
                        .findVirtual(DoubleHistogramBuilder.class, "setExplicitBucketBoundariesAdvice", type);
                return (DoubleHistogramBuilder) method.invoke(builder, BUCKETS);
            } catch (Throwable thrown) {
                return builder;
            }
        }

        @Override
        public void count(Metric counter, long more, Labels labels) {
            var found = counters.get(counter);
            if (found != null) {
                found.add(more, attributes(counter, labels));
            }
        }

        @Override
        public void record(Metric timer, long nanos, Labels labels) {
            var found = timers.get(timer);
            if (found != null) {
                found.record(nanos / 1e9, attributes(timer, labels));
            }
        }

        private Attributes attributes(Metric metric, Labels labels) {
            var known = attributes.get(metric);
            return known == null ? channel : known.computeIfAbsent(labels, some -> made(metric, some));
        }

        private Attributes made(Metric metric, Labels labels) {
            var all = channel.toBuilder();
            if (metric.operation != Metric.Operation.NONE) {
                all.put(OPERATION, metric.operation.label).put(OPERATION_TYPE, metric.operation.type);
            }
            if (metric.isOfObserver()) {
                all.put(OBSERVER, labels.observer());
            }
            if (!labels.errorType().isEmpty()) {
                all.put(ERROR, labels.errorType());
            }
            return all.build();
        }

        @Override
        public synchronized void show(StatusReader status) {
            if (closed) {
                return;
            }
            var gauges = new EnumMap<Gauge, ObservableDoubleMeasurement>(Gauge.class);
            for (var gauge : Gauge.values()) {
                gauges.put(
                        gauge,
                        meter.gaugeBuilder(gauge.label)
                                .setUnit(gauge.unit.ucum)
                                .setDescription(gauge.description)
                                .buildObserver());
            }
            var all = new ArrayList<>(gauges.values());
            callback = meter.batchCallback(
                    () -> gauges.forEach((gauge, measurement) -> look(gauge, measurement, status)),
                    all.get(0),
                    all.subList(1, all.size()).toArray(ObservableDoubleMeasurement[]::new));
        }

        private void look(Gauge gauge, ObservableDoubleMeasurement measurement, StatusReader status) {
            var now = status.now();
            if (gauge.of.each()) {
                for (var observer : status.observers()) {
                    measurement.record(
                            gauge.of.value().of(now, observer),
                            channel.toBuilder().put(OBSERVER, observer).build());
                }
            } else {
                double value = gauge.of.value().of(now, "");
                if (!Double.isNaN(value)) {
                    measurement.record(value, channel);
                }
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (callback != null) {
                callback.close();
                callback = null;
            }
        }
    }
}
