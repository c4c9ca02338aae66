package io.github.rethinkemitter.benchmarks.services;

import java.net.URI;
import java.util.function.LongSupplier;

/**
 * A server that the benchmark has started, or was told of.
 *
 * @param cpuNanos its processor time so far; 0 when it is not known
 */
public record Service(URI uri, String what, LongSupplier cpuNanos, AutoCloseable end) implements AutoCloseable {

    Service(URI uri, String what, AutoCloseable end) {
        this(uri, what, () -> 0, end);
    }

    @Override
    public void close() throws Exception {
        end.close();
    }
}
