package io.github.rethinkemitter.faults;

import java.util.Optional;

/** A publisher of a run. It triggers events, numbered from 0, until it is told to stop. */
interface EventPublisher extends AutoCloseable {

    void start();

    /** Stops triggering events. Events that were triggered before may have no outcome yet. */
    void stop();

    /** Triggers this many events without a pause. */
    default void burst(int events) {}

    /** Adds new events and outcomes to {@link PublishedEvents}, unless the publisher does so at once. */
    default void recordProgress() {}

    /** What its application says of itself; empty while there is none. */
    default Optional<ReportedStatus> status() {
        return Optional.empty();
    }

    @Override
    void close();
}
