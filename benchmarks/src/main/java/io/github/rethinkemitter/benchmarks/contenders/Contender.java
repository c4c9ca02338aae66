package io.github.rethinkemitter.benchmarks.contenders;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** One way from a publisher's process to the subscribers'. Has no state: it is made in each process anew. */
public interface Contender {

    /** Its name in the results. */
    String name();

    /** The name of the service that it needs. */
    String service();

    /** Why it cannot run here, or nothing. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** Makes the place for its events, empty. */
    void prepare(Scenario scene) throws Exception;

    Sender sender(Scenario scene) throws Exception;

    /** Subscribes, and returns when that is confirmed. {@code sent} gets the time in each event; by several threads. */
    AutoCloseable receive(Scenario scene, LongConsumer sent) throws Exception;

    /** The command of a process that is no JVM; empty for one that is. */
    default List<String> command(String role) {
        return List.of();
    }
}
