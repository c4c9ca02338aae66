package io.github.rethinkemitter.benchmarks.contenders;

/** Publishes. Used by several threads. */
public interface Sender extends AutoCloseable {

    /** Publishes one event as a user of this contender does: returns when the next may be published. */
    void publish(Payload payload) throws Exception;

    /** Drops what waits and is not under way yet, and says how many events that were. */
    default int drop() {
        return 0;
    }

    /** Waits until everything that was published is stored. */
    default void flush() throws Exception {}
}
