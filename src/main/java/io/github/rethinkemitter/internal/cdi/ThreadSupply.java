package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.flow.ThreadStarter;
import jakarta.enterprise.inject.Instance;
import java.util.concurrent.Executor;

/**
 * The threads of an application's channels: the container's if it lends any, else the library's own.
 *
 * @param name for the log
 * @param threads for those that live as long as a channel or a connection
 * @param async for asynchronous observers
 * @param end ends the library's own
 */
record ThreadSupply(String name, ThreadStarter threads, Executor async, Runnable end) {

    static ThreadSupply find(Instance<Object> beans) {
        var managed = ServerThreads.find();
        if (managed != null) {
            return managed;
        }
        var own = OwnThreads.supply();
        var microProfile = ContextPropagation.isPresent() ? ContextPropagation.executor(beans) : null;
        if (microProfile == null) {
            return own;
        }
        own.end().run();
        return new ThreadSupply("own threads and the MicroProfile executor", own.threads(), microProfile, () -> {});
    }
}
