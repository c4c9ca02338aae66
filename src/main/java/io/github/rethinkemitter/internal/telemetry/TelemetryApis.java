package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.internal.flow.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The APIs for traces and metrics that the application has. */
public record TelemetryApis(List<Api> all) implements Telemetry.Source {

    public TelemetryApis {
        all = List.copyOf(all);
    }

    /** Finds the application's beans. */
    public interface Beans {

        /** The bean of this type; null when there is none, or several. */
        <T> @Nullable T find(Class<T> type);
    }

    /** Looks for each API and its bean; null when there is none. */
    public static Telemetry.@Nullable Source find(Beans beans) {
        var found = new ArrayList<Api>();
        // A reference to a method would load its class before it is called.
        add(found, "io.opentelemetry.api.OpenTelemetry", () -> OpenTelemetryApi.find(beans));
        add(found, "io.micrometer.core.instrument.MeterRegistry", () -> MicrometerApi.find(beans));
        return found.isEmpty() ? null : new TelemetryApis(found);
    }

    private static void add(List<Api> found, String type, Supplier<@Nullable Api> finder) {
        try {
            Class.forName(type, false, TelemetryApis.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return; // the application does not have it, or not all of it
        }
        try {
            var api = finder.get();
            if (api != null) {
                found.add(api);
            }
        } catch (RuntimeException | LinkageError e) {
            Log.unusable(type, e);
        }
    }

    @Override
    public Telemetry of(Telemetry.Scope channel) {
        return new ChannelTelemetry(all, channel);
    }
}
