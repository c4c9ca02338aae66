package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the dispatch of a channel needs and tells.
 *
 * @param async runs asynchronous observers
 * @param threads for those that watch the calls, and that go on where a call does not return
 * @param time what calls are measured by
 * @param signals gets what fails and is no observer
 * @param lifecycle gets {@code ObserverFailed}, {@code ObserverStuck} and {@code ObserverReturned}; returns quickly
 * @param completion gets each event when all of its observers are through with it
 */
public record DispatchContext(
        Codec codec,
        Executor async,
        ThreadStarter threads,
        Time time,
        ChannelListener signals,
        Consumer<LifecycleEvent> lifecycle,
        DeliveryListener completion) {

    /**
     * Time.
     *
     * @param nanos to measure by
     * @param clock to tell when something was
     */
    public record Time(LongSupplier nanos, InstantSource clock) {}
}
