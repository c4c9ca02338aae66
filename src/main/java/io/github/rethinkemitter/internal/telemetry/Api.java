package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.internal.flow.Telemetry;
import org.jspecify.annotations.Nullable;

/** An API for traces, metrics or both. It may throw, and so may what it makes: it calls code of the application. */
interface Api {

    /** Makes spans of a channel; null when the API has no traces. */
    @Nullable
    Traces traces(Telemetry.Scope channel);

    /** Makes metrics of a channel; null when nobody reads them. */
    @Nullable
    Metrics metrics(Telemetry.Scope channel);

    /** How a channel is named in spans and metrics: not every backend keeps an empty text. */
    static String named(Telemetry.Scope channel) {
        return channel.name().isEmpty() ? "default" : channel.name();
    }
}
