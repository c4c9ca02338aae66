package io.github.rethinkemitter.benchmarks.services;

import java.net.URI;
import java.util.function.LongSupplier;

/**
 * A server that the benchmark has started, or whose URL it was given.
 *
 * @param description name and version of the server
 * @param cpuNanos processor time of the server so far; 0 if it is not known
 * @param end ends the server
 */
public record Service(URI uri, String description, LongSupplier cpuNanos, AutoCloseable end) implements AutoCloseable {

    Service(URI uri, String description, AutoCloseable end) {
        this(uri, description, () -> 0, end);
    }

    @Override
    public void close() throws Exception {
        end.close();
    }
}
