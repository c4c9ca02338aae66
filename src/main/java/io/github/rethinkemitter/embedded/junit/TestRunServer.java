package io.github.rethinkemitter.embedded.junit;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import org.jspecify.annotations.Nullable;

/**
 * The server of all test classes of a run. One, because an application may live longer than a test class: Quarkus starts it
 * once for all classes of a profile.
 */
final class TestRunServer implements AutoCloseable {

    static final String NAME = "junit";

    // Static on purpose: the first extension is made before JUnit has a place to keep something.
    private static @Nullable TestRunServer running;

    private final EmbeddedRethinkDb server = EmbeddedRethinkDb.named(NAME);

    private TestRunServer() {
        server.applications().record();
    }

    static synchronized TestRunServer get() {
        var its = running;
        if (its == null) {
            its = new TestRunServer();
            running = its;
        }
        return its;
    }

    EmbeddedRethinkDb server() {
        return server;
    }

    /** The end of the run. An application that is still there keeps the server until it stops. */
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
