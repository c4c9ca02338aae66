package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.Completion;
import io.github.rethinkemitter.internal.flow.Signals;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What the dispatch of a channel needs and tells.
 *
 * @param async runs asynchronous observers
 * @param lifecycle gets {@code ObserverFailed}
 * @param completion gets each event when all of its observers are through with it, well or not
 */
public record Ports(
        Codec codec, Executor async, Signals signals, Consumer<LifecycleEvent> lifecycle, Completion completion) {}
