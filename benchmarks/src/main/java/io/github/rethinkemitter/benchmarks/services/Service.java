package io.github.rethinkemitter.benchmarks.services;

import java.net.URI;

/** A server that the benchmark has started, or was told of. */
public record Service(URI uri, String what, AutoCloseable end) implements AutoCloseable {

    @Override
    public void close() throws Exception {
        end.close();
    }
}
