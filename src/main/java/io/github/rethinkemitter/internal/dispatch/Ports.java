package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.Signals;
import io.github.rethinkemitter.internal.flow.Stored;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What the dispatch of a channel needs and tells.
 *
 * @param async runs asynchronous observers
 * @param lifecycle gets {@code ObserverFailed}
 * @param handled gets each event when all of its observers are through with it, well or not, in the order in which the
 *     events came in; called by one thread at a time, must return quickly
 */
public record Ports(
        Codec codec, Executor async, Signals signals, Consumer<LifecycleEvent> lifecycle, Consumer<Stored> handled) {}
