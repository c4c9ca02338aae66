package io.github.rethinkemitter.benchmarks.contenders;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A way to bring events from a publisher to subscribers. It has no state: each process creates its own instance. */
public interface Contender {

    /** The name in the results. */
    String name();

    /** The name of the service that the contender needs. */
    String service();

    /** The reason why the contender cannot run here; empty if it can. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** Creates an empty table, or whatever stores the events. */
    void prepare(Scenario scenario) throws Exception;

    /**
     * Removes the events that all subscribers have received, if the contender can do that without their notice. Otherwise
     * the events stay until {@link #remove}.
     */
    default void trim(Scenario scenario) throws Exception {}

    /** Removes what {@link #prepare} created, with all events. */
    void remove(Scenario scenario) throws Exception;

    Sender sender(Scenario scenario) throws Exception;

    /** Subscribes, and returns when the subscription is confirmed. Several threads may pass the time in each event to {@code sent}. */
    AutoCloseable receive(Scenario scenario, LongConsumer sent) throws Exception;

    /** The command of a process that is no JVM; empty if the processes are JVMs. */
    default List<String> command(String role) {
        return List.of();
    }
}
