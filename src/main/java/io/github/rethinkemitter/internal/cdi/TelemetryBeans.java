package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.telemetry.TelemetryApis;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import org.jspecify.annotations.Nullable;

/** The application's beans for traces and metrics. Their types are named in no bean of the library, since they may be absent. */
record TelemetryBeans(Instance<Object> all) implements TelemetryApis.Beans {

    static Telemetry.@Nullable Source find(Instance<Object> all) {
        return TelemetryApis.find(new TelemetryBeans(all));
    }

    @Override
    public <T> @Nullable T find(Class<T> type) {
        var found = all.select(type, Default.Literal.INSTANCE);
        if (found.isAmbiguous()) {
            Log.severalForTelemetry(type);
        }
        return found.isResolvable() ? found.get() : null;
    }
}
