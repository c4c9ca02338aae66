package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a dispatcher uses of its channel.
 *
 * @param async runs asynchronous observers
 * @param threads for the watch thread, and for threads that go on dispatching when a call is stuck
 * @param lifecycle gets {@code ObserverFailed}, {@code ObserverStuck}, {@code ObserverReturned} and
 *     {@code EmitterError}; returns quickly
 * @param telemetry null when the application has none
 */
public record DispatchContext(
        Codec codec,
        Executor async,
        ThreadStarter threads,
        Time time,
        Consumer<LifecycleEvent> lifecycle,
        @Nullable Telemetry telemetry) {

    /**
     * Time.
     *
     * @param nanos to measure how long calls take
     * @param clock to say when something was
     */
    public record Time(LongSupplier nanos, InstantSource clock) {}
}
