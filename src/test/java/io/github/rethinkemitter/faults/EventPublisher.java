package io.github.rethinkemitter.faults;

/** One of those that trigger events, numbered from 0 without end, until it is told to stop. */
interface EventPublisher extends AutoCloseable {

    void start();

    /** Triggers no more; what was triggered may still be under way. */
    void stop();

    /** Triggers so many without a pause between them. */
    default void burst(int events) {}

    /** Writes into the ledger what has happened meanwhile, where that does not happen by itself. */
    default void refresh() {}

    @Override
    void close();
}
