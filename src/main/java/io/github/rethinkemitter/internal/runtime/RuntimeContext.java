package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import jakarta.json.bind.Jsonb;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What the container lends.
 *
 * @param threads for the few threads that live as long as a channel or a connection
 * @param async for the observers that want to be called asynchronously
 * @param lifecycle takes what happens to a channel, one after another per channel
 */
public record RuntimeContext(
        InstantSource clock, ThreadStarter threads, Executor async, Jsonb jsonb, Consumer<LifecycleEvent> lifecycle) {}
