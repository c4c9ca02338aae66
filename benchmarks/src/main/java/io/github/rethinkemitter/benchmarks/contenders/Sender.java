package io.github.rethinkemitter.benchmarks.contenders;

/** Publishes events. Several threads use one sender. */
public interface Sender extends AutoCloseable {

    /** Publishes an event as users of the contender do, and returns when the thread may publish the next one. */
    void publish(Payload payload) throws Exception;

    /** Discards the events that were not sent yet, and returns their number. */
    default int drop() {
        return 0;
    }

    /** Waits until all published events are stored. */
    default void flush() throws Exception {}
}
