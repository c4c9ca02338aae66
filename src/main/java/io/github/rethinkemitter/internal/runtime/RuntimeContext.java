package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import jakarta.json.bind.Jsonb;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the container provides.
 *
 * @param threads starts the few threads that live as long as a channel or a connection
 * @param async runs asynchronous observers
 * @param lifecycle fires lifecycle events; called by one thread at a time for each channel
 * @param telemetry null when the application has none
 */
public record RuntimeContext(
        InstantSource clock,
        ThreadStarter threads,
        Executor async,
        Jsonb jsonb,
        Consumer<LifecycleEvent> lifecycle,
        Telemetry.@Nullable Source telemetry) {}
