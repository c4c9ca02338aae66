package io.github.rethinkemitter.internal.flow;

/** Starts the threads that live as long as a channel or a connection. Safe for use by many threads. */
@FunctionalInterface
public interface ThreadStarter {

    /**
     * Runs a task on a new thread with that name.
     *
     * @throws RuntimeException when no thread can be started, saying what to do
     */
    Thread start(String name, Runnable task);
}
