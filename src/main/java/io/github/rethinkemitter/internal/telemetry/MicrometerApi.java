package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.internal.flow.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The only class that touches Micrometer. */
record MicrometerApi(MeterRegistry registry) implements Api {

    static @Nullable Api find(TelemetryApis.Beans beans) {
        var bean = beans.find(MeterRegistry.class);
        return bean == null ? null : new MicrometerApi(bean);
    }

    @Override
    public @Nullable Traces traces(Telemetry.Scope channel) {
        return null;
    }

    @Override
    public Metrics metrics(Telemetry.Scope channel) {
        return new ChannelMeters(registry, channel);
    }

    private static final class ChannelMeters implements Metrics {

        private final MeterRegistry registry;
        private final Tags channel;
        private final Map<Key, Meter> meters = new ConcurrentHashMap<>();
        private final List<Meter> own = new ArrayList<>(); // guarded by this, as is the next
        private boolean closed;

        private record Key(Metric metric, Labels labels) {
            // Written out, as those of Labels are.
            @Override
            public boolean equals(Object other) {
                return other instanceof Key that && metric == that.metric && labels.equals(that.labels);
            }

            @Override
            public int hashCode() {
                return 31 * metric.hashCode() + labels.hashCode();
            }
        }

        ChannelMeters(MeterRegistry registry, Telemetry.Scope channel) {
            this.registry = registry;
            this.channel = Tags.of(
                    "messaging.system",
                    "rethinkdb",
                    "messaging.destination.name",
                    channel.table(),
                    "rethink.emitter.channel",
                    Api.named(channel));
        }

        @Override
        public void count(Metric counter, long more, Labels labels) {
            if (meter(counter, labels) instanceof Counter found) {
                found.increment((double) more);
            }
        }

        @Override
        public void record(Metric timer, long nanos, Labels labels) {
            if (meter(timer, labels) instanceof Timer found) {
                found.record(nanos, TimeUnit.NANOSECONDS);
            }
        }

        private @Nullable Meter meter(Metric metric, Labels labels) {
            var key = new Key(metric, labels);
            var known = meters.get(key);
            return known == null ? registered(key) : known;
        }

        private synchronized @Nullable Meter registered(Key key) {
            if (closed) {
                return null;
            }
            return meters.computeIfAbsent(key, missing -> made(missing.metric, tags(missing.metric, missing.labels)));
        }

        private Meter made(Metric metric, Tags tags) {
            return register(
                    metric.label,
                    tags,
                    () -> metric.isTimer()
                            ? Timer.builder(metric.label)
                                    .description(metric.description)
                                    .tags(tags)
                                    .register(registry)
                            : Counter.builder(metric.label)
                                    .baseUnit(metric.unit.plural)
                                    .description(metric.description)
                                    .tags(tags)
                                    .register(registry));
        }

        // All meters of a name have the same tags, since not every registry takes others.
        private Tags tags(Metric metric, Labels labels) {
            var tags = channel;
            if (metric.operation != Metric.Operation.NONE) {
                tags = tags.and(
                        "messaging.operation.name",
                        metric.operation.label,
                        "messaging.operation.type",
                        metric.operation.type);
            }
            if (metric.isOfObserver()) {
                tags = tags.and("rethink.emitter.observer", labels.observer());
            }
            if (metric.hasErrorType()) {
                tags = tags.and("error.type", labels.errorType().isEmpty() ? "none" : labels.errorType());
            }
            return tags;
        }

        // A registry may be that of several applications. What another one has registered is shared, and not removed.
        private synchronized Meter register(String label, Tags tags, Supplier<Meter> maker) {
            boolean shared = registry.find(label).tags(tags).meter() != null;
            var meter = maker.get();
            if (!shared) {
                own.add(meter);
            }
            return meter;
        }

        @Override
        public synchronized void show(StatusReader status) {
            if (closed) {
                return;
            }
            boolean follows = status.now().following().isPresent();
            for (var gauge : Gauge.values()) {
                if (gauge.of.each()) {
                    for (var observer : status.observers()) {
                        show(gauge, observer, channel.and("rethink.emitter.observer", observer), status);
                    }
                } else if (follows || !gauge.of.needsObservers()) {
                    show(gauge, "", channel, status);
                }
            }
        }

        private void show(Gauge gauge, String observer, Tags tags, StatusReader status) {
            Supplier<Number> value = () -> gauge.of.value().of(status.now(), observer);
            register(
                    gauge.label,
                    tags,
                    () -> io.micrometer.core.instrument.Gauge.builder(gauge.label, value)
                            .baseUnit(gauge.unit.plural)
                            .description(gauge.description)
                            .tags(tags)
                            .register(registry));
        }

        @Override
        public synchronized void close() {
            closed = true;
            own.forEach(registry::remove);
            own.clear();
        }
    }
}
