package io.github.rethinkemitter.embedded.junit;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import org.jspecify.annotations.Nullable;

/**
 * The embedded server of a test run. All test classes share it because an application may live longer than a test class:
 * Quarkus starts an application once for all classes of a test profile.
 */
final class TestRunServer implements AutoCloseable {

    static final String NAME = "junit";

    // Static on purpose: the first extension is created before JUnit has a store that could keep the server.
    private static @Nullable TestRunServer running;

    private final EmbeddedRethinkDb server = EmbeddedRethinkDb.named(NAME);

    private TestRunServer() {
        server.applications().record();
    }

    static synchronized TestRunServer get() {
        var server = running;
        if (server == null) {
            server = new TestRunServer();
            running = server;
        }
        return server;
    }

    EmbeddedRethinkDb server() {
        return server;
    }

    /** Called by JUnit at the end of the run. An application that is still running keeps the server until it stops. */
    @Override
    public void close() {
        synchronized (TestRunServer.class) {
            if (running == this) {
                running = null;
                server.close();
            }
        }
    }
}
