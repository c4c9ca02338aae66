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
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.flow.TimelineReader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table of an embedded server. The server is started with the channel, or by the first attempt to open the store. It
 * is in a jar of its own, which is not there in production, so it is called by reflection. The server records what
 * happens to the channel, so that tests can wait for it.
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
    private volatile BiConsumer<String, List<String>> recorder = (what, details) -> {};

    /**
     * The channel, as the server knows it.
     *
     * @param table with its database: {@code test.events}
     * @param follows whether the channel has observers
     */
    private record Joining(String channel, String table, boolean follows) {}

    static EmbeddedStore of(
            ChannelSettings settings, boolean follows, String name, Function<Host, EventStore> storeAt) {
        var table = settings.table();
        return new EmbeddedStore(
                name, new Joining(settings.name(), table.db() + "." + table.table(), follows), storeAt);
    }

    /**
     * Does not start the server yet.
     *
     * @param storeAt makes the store once the server's port is known
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

    /** Starts the server, and joins the channel to it. */
    void start() {
        try {
            store();
        } catch (IOException e) {
            // The first attempt to open the store fails as well, and is reported.
        }
    }

    /** Records each lifecycle event before it is passed on. */
    Consumer<LifecycleEvent> recording(Consumer<LifecycleEvent> lifecycle) {
        return event -> {
            recorder.accept(event.getClass().getSimpleName(), details(event));
            lifecycle.accept(event);
        };
    }

    private static List<String> details(LifecycleEvent event) {
        if (event instanceof ObserverFailed failed) {
            return List.of(failed.observer() + " failed: " + failed.cause());
        }
        return event instanceof EmitterError error ? List.of(String.valueOf(error.cause())) : List.of();
    }

    /** Records each handled event after it is passed on. */
    DeliveryListener recording(DeliveryListener listener) {
        return new DeliveryListener() {
            @Override
            public void handled(StoredEvent event) {
                listener.handled(event);
                recorder.accept("Observed", List.of(event.id(), event.topic()));
            }

            @Override
            public void leftUnhandled(StoredEvent event) {
                listener.leftUnhandled(event);
            }
        };
    }

    @Override
    public Session open() throws IOException {
        return store().open();
    }

    @Override
    public TableReader openReader() throws IOException {
        return store().openReader();
    }

    @Override
    public TimelineReader openTimeline() throws IOException {
        return store().openTimeline();
    }

    @Override
    public synchronized void close() {
        closed = true;
        recorder.accept("Closed", List.of());
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
            open = startServer();
            store = open;
        }
        return open;
    }

    private EventStore startServer() throws IOException {
        try {
            var started = (AutoCloseable) starter.invoke(null, name);
            server = started;
            recorder = join(started);
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

    @SuppressWarnings("unchecked") // the return type of join(), which the embedded server declares
    private BiConsumer<String, List<String>> join(Object started) throws ReflectiveOperationException {
        return (BiConsumer<String, List<String>>) started.getClass()
                .getMethod("join", String.class, String.class, boolean.class)
                .invoke(started, joining.channel(), joining.table(), joining.follows());
    }
}
