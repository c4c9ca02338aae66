package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Timeline;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table of an embedded server, which is started with the channel, or by the first attempt to open it. The server is in a
 * jar of its own, that production does without: it is reached by reflection. What happens to the channel is told to the
 * server, so that tests can wait for it.
 */
final class EmbeddedStore implements EventStore, AutoCloseable {

    private static final String SERVER = "io.github.rethinkemitter.embedded.EmbeddedRethinkDb";

    private final String name;
    private final Joining joining;
    private final Method starter;
    private final Function<Host, EventStore> storeAt;
    private @Nullable AutoCloseable server;
    private @Nullable EventStore store;
    private boolean closed;
    private volatile BiConsumer<String, List<String>> audience = (what, details) -> {};

    /**
     * How the channel introduces itself.
     *
     * @param table with its db: {@code test.events}
     * @param follows whether it has observers
     */
    private record Joining(String channel, String table, boolean follows) {}

    static EmbeddedStore of(
            ChannelSettings settings, boolean follows, String name, Function<Host, EventStore> storeAt) {
        var table = settings.table();
        return new EmbeddedStore(
                name, new Joining(settings.name(), table.db() + "." + table.table(), follows), storeAt);
    }

    /**
     * Starts nothing yet.
     *
     * @param storeAt makes the store when the server's port is known
     * @throws ConfigurationException when the embedded server's jar is missing
     */
    private EmbeddedStore(String name, Joining joining, Function<Host, EventStore> storeAt) {
        this.name = name;
        this.joining = joining;
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

    /** Starts the server, and introduces the channel. */
    void begin() {
        try {
            store();
        } catch (IOException e) {
            // The first attempt to open it fails as well, and tells.
        }
    }

    /** What is told to the application's observers. */
    void happened(LifecycleEvent event) {
        audience.accept(event.getClass().getSimpleName(), details(event));
    }

    private static List<String> details(LifecycleEvent event) {
        if (event instanceof ObserverFailed failed) {
            return List.of(failed.observer() + " failed: " + failed.cause());
        }
        return event instanceof EmitterError error ? List.of(String.valueOf(error.cause())) : List.of();
    }

    /** The same, telling of each event whose observers are done. */
    DeliveryListener telling(DeliveryListener completion) {
        return new DeliveryListener() {
            @Override
            public void handled(StoredEvent event) {
                completion.handled(event);
                audience.accept("Observed", List.of(event.id(), event.topic()));
            }

            @Override
            public void leftUnhandled(StoredEvent event) {
                completion.leftUnhandled(event);
            }
        };
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
        audience.accept("Closed", List.of());
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
            audience = audience(started);
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

    @SuppressWarnings("unchecked") // so it is declared there
    private BiConsumer<String, List<String>> audience(Object started) throws ReflectiveOperationException {
        return (BiConsumer<String, List<String>>) started.getClass()
                .getMethod("join", String.class, String.class, boolean.class)
                .invoke(started, joining.channel(), joining.table(), joining.follows());
    }
}
