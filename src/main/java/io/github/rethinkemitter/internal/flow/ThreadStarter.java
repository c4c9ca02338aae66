package io.github.rethinkemitter.internal.flow;

/** Starts the threads that live as long as a channel or a connection. Safe for use by many threads. */
@FunctionalInterface
public interface ThreadStarter {

    /**
     * Runs a task on a thread of its own, which has that name.
     *
     * @throws RuntimeException when there is no thread to be had, saying what to do
     */
    Thread start(String name, Runnable task);
}
