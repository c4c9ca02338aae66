package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Timeline;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table of an embedded server, which is started by the first attempt to open it. The server is in a jar of its own, that
 * production does without: it is reached by reflection.
 */
final class EmbeddedStore implements EventStore, AutoCloseable {

    private static final String SERVER = "io.github.rethinkemitter.embedded.EmbeddedRethinkDb";

    private final String name;
    private final Method starter;
    private final Function<Host, EventStore> storeAt;
    private @Nullable AutoCloseable server;
    private @Nullable EventStore store;
    private boolean closed;

    /**
     * Starts nothing yet.
     *
     * @param storeAt makes the store when the server's port is known
     * @throws ConfigurationException when the embedded server's jar is missing
     */
    EmbeddedStore(String name, Function<Host, EventStore> storeAt) {
        this.name = name;
        this.storeAt = storeAt;
        try {
            this.starter = Class.forName(SERVER).getMethod("named", String.class);
        } catch (ReflectiveOperationException e) {
            throw new ConfigurationException(
                    "RTH0531 rethink.emitter.url is \"embedded:" + name
                            + "\", but the embedded server is not there. Add"
                            + " io.github.rethink-emitter:rethink-emitter with classifier \"embedded\", or set"
                            + " rethink.emitter.url=rethinkdb://host:28015/db",
                    e);
        }
    }

    @Override
    public Session open() throws IOException {
        return store().open();
    }

    @Override
    public Timeline openTimeline() throws IOException {
        return store().openTimeline();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (server != null) {
            try {
                server.close();
            } catch (Exception e) {
                Log.closingFailed(name, e);
            }
        }
    }

    private synchronized EventStore store() throws IOException {
        if (closed) {
            throw new IOException("RTH0613 the embedded server \"" + name + "\" was stopped with its channel");
        }
        var open = store;
        if (open == null) {
            open = start();
            store = open;
        }
        return open;
    }

    private EventStore start() throws IOException {
        try {
            var started = (AutoCloseable) starter.invoke(null, name);
            server = started;
            int port = (int) started.getClass().getMethod("port").invoke(started);
            return storeAt.apply(new Host("127.0.0.1", port));
        } catch (InvocationTargetException e) {
            throw new IOException(
                    "RTH0614 the embedded server \"" + name + "\" does not start: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IOException(
                    "RTH0615 the embedded server does not fit this library. Use the same version of both jars", e);
        }
    }
}
