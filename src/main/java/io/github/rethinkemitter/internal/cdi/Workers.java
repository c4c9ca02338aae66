package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.inject.Instance;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Threads: the container's if it lends any, else our own.
 *
 * @param name for the log
 * @param threads for threads that live as long as a channel
 * @param async for asynchronous observers
 * @param end gives back what is our own
 */
record Workers(String name, ThreadFactory threads, Executor async, Runnable end) {

    static Workers find(Instance<Object> beans) {
        var jakarta = ServerThreads.find();
        if (jakarta != null) {
            return jakarta;
        }
        var own = OwnThreads.start();
        var microProfile = ContextPropagation.isPresent() ? ContextPropagation.executor(beans) : null;
        if (microProfile == null) {
            return own;
        }
        own.end().run();
        return new Workers("own threads and the MicroProfile executor", own.threads(), microProfile, () -> {});
    }
}
