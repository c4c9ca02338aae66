package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.Disturbance;
import io.github.rethinkemitter.embedded.data.Times;
import io.github.rethinkemitter.embedded.data.Users;
import io.github.rethinkemitter.embedded.reql.Engine;
import io.github.rethinkemitter.embedded.reql.ServerContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A RethinkDB in memory, for development and tests.
 *
 * <pre>{@code
 * try (EmbeddedRethinkDb server = EmbeddedRethinkDb.start()) {
 *     Connection connection = RethinkDB.r.connection(server.uri()).connect();
 *     …
 *     server.faults().dropConnections();
 * }
 * }</pre>
 *
 * <p>It speaks RethinkDB's own protocol, so unmodified drivers of any language can use it; it knows the terms that plain
 * use of drivers needs, answers unknown ones as RethinkDB does, and keeps nothing on disk. It listens on the loopback
 * address unless told otherwise. All methods may be called from any thread.
 */
public final class EmbeddedRethinkDb implements AutoCloseable {
    private final ServerOptions options;
    private final ServerParts parts;
    private final Engine engine;
    private final LineFaults lines = new LineFaults();
    private final Faults faults;
    private final Applications applications = new Applications();
    private final int port;
    private final Runnable onClose;
    // All below under this object's lock.
    private Acceptor acceptor;
    private boolean serving = true;
    private boolean closed;
    private int users = 1;

    private EmbeddedRethinkDb(ServerOptions options, Runnable onClose) throws IOException {
        this.options = options;
        this.onClose = onClose;
        ServerSocket socket = listen(options, options.port());
        port = socket.getLocalPort();
        Users users = new Users();
        options.passwords().forEach(users::password);
        parts = new ServerParts(new Catalog(options.seed(), users), new Disturbance(), new Threads(port));
        ServerContext.Identity identity = new ServerContext.Identity(
                UUID.randomUUID().toString(),
                "embedded",
                port,
                Times.of(options.clock().instant()));
        ServerContext.Tuning tuning = new ServerContext.Tuning(options.feedQueue(), options.seed());
        engine = new Engine(new ServerContext(identity, parts.catalog(), options.clock(), parts.disturbance(), tuning));
        acceptor = new Acceptor(socket, engine, users, lines, parts.threads());
        faults = new Faults(lines, parts, this::acceptor);
        acceptor.start();
        Log.started(uri());
    }

    /**
     * Starts a server on a free port of the loopback address.
     *
     * @return the server, listening
     * @throws UncheckedIOException when it cannot listen
     */
    public static EmbeddedRethinkDb start() {
        return builder().start();
    }

    /**
     * A server with other settings.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The server of that name in this class loader: the first call starts it, further calls share it, and when each of
     * them has closed what it got, it stops.
     *
     * @param name the name
     * @return the server; close it once
     */
    public static EmbeddedRethinkDb named(String name) {
        return SharedServers.get(name);
    }

    static EmbeddedRethinkDb start(ServerOptions options, Runnable onClose) {
        try {
            return new EmbeddedRethinkDb(options, onClose);
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(
                    "RTH0806 cannot listen on " + options.address().getHostAddress() + ":" + options.port()
                            + "; choose another port, or 0 for a free one",
                    cannotListen);
        }
    }

    private static ServerSocket listen(ServerOptions options, int port) throws IOException {
        SSLContext tls = options.tls();
        ServerSocket socket =
                tls == null ? new ServerSocket() : tls.getServerSocketFactory().createServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(options.address(), port), 1024);
        return socket;
    }

    /**
     * Runs a server as a process of its own.
     *
     * <pre>
     * java -jar rethink-emitter-embedded.jar [--port N] [--until-stdin-ends]
     * </pre>
     *
     * <p>Prints its URI on the first line. Ends on a signal, or when its standard input ends if asked to.
     *
     * @param args the options
     * @throws IOException when standard input cannot be read
     * @throws InterruptedException when it is to end
     */
    public static void main(String... args) throws IOException, InterruptedException {
        Main.run(List.of(args), System.in, System.out);
    }

    /**
     * The port it listens on.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * Where drivers connect, as {@code rethinkdb://127.0.0.1:28015}.
     *
     * @return the address
     */
    public String uri() {
        return "rethinkdb://" + options.address().getHostAddress() + ":" + port;
    }

    /**
     * Ways to make it misbehave.
     *
     * @return the faults
     */
    public Faults faults() {
        return faults;
    }

    /**
     * How many clients are connected; for tests that nothing is left open.
     *
     * @return the number of connections
     */
    public int openConnections() {
        return acceptor().openConnections();
    }

    /**
     * How many changefeeds are open; for tests that nothing is left open.
     *
     * @return the number of feeds
     */
    public int openFeeds() {
        return acceptor().openFeeds();
    }

    /**
     * What applications in this JVM that were configured with {@code rethink.emitter.url=embedded:<name>} say of themselves.
     *
     * @return the applications of this server
     */
    public Applications applications() {
        return applications;
    }

    /**
     * What is stored, read and deleted without a connection.
     *
     * @return the documents of this server
     */
    public StoredDocuments documents() {
        return new StoredDocuments(parts.catalog());
    }

    /**
     * Called by an application that uses this server by its name; not for others.
     *
     * @param channel its channel
     * @param table the channel's table, with its database
     * @param follows whether it has observers
     * @return is told what happens to the channel
     */
    public BiConsumer<String, List<String>> join(String channel, String table, boolean follows) {
        return applications.join(channel, table, follows);
    }

    private synchronized Acceptor acceptor() {
        return acceptor;
    }

    /** Closes all connections and stops listening, as when the process was killed; the data stays. */
    public synchronized void stopServing() {
        serving = false;
        try {
            acceptor.close();
        } catch (IOException alreadyClosed) {
            // That is what was wanted.
        }
    }

    /**
     * Listens again on the same port, as when the process was started again.
     *
     * @throws UncheckedIOException when the port was taken meanwhile
     */
    public synchronized void resumeServing() {
        if (serving || closed) {
            return;
        }
        try {
            acceptor =
                    new Acceptor(listen(options, port), engine, parts.catalog().users(), lines, parts.threads());
        } catch (IOException taken) {
            throw new UncheckedIOException("RTH0807 port " + port + " was taken while the server did not serve", taken);
        }
        acceptor.start();
        serving = true;
    }

    /** One more will close it. */
    synchronized void share() {
        users++;
    }

    /**
     * Closes everything and ends its threads; the data is gone. Closing twice does nothing. A {@link #named} server is
     * shared: each of its users closes it once, and the last one ends it.
     */
    @Override
    public void close() {
        synchronized (this) {
            users--;
            if (closed || users > 0) {
                return;
            }
            closed = true;
            stopServing();
        }
        lines.close();
        if (!parts.threads().close()) {
            Log.threadsLeft(uri());
        }
        onClose.run();
        Log.stopped(uri());
    }

    /** Settings of a server; each has a sensible default. */
    public static final class Builder {
        private InetAddress address = InetAddress.getLoopbackAddress();
        private int port;
        private final Map<String, String> passwords = new LinkedHashMap<>();
        private InstantSource clock = InstantSource.system();
        private @Nullable SSLContext tls;
        private int feedQueue = ServerOptions.DEFAULT_FEED_QUEUE;
        private long seed = 1;

        private Builder() {}

        /**
         * The port to listen on; 0, the default, takes a free one.
         *
         * @param number the value
         * @return this builder
         */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /**
         * The address to listen on; the loopback address by default.
         *
         * @param where the address
         * @return this builder
         */
        public Builder bindAddress(InetAddress where) {
            address = where;
            return this;
        }

        /**
         * A user and its password. "admin" is always there, without password unless given one; others have no rights until granted.
         *
         * @param name the name
         * @param password the password
         * @return this builder
         */
        public Builder user(String name, String password) {
            passwords.put(name, password);
            return this;
        }

        /**
         * Where {@code r.now()} comes from; the system's clock by default.
         *
         * @param source the clock
         * @return this builder
         */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Makes it accept TLS connections only.
         *
         * @param context with a key and its certificate
         * @return this builder
         */
        public Builder tls(SSLContext context) {
            tls = context;
            return this;
        }

        /**
         * How many changes may wait in a changefeed before it overflows; 100,000 by default.
         *
         * @param size the number of changes
         * @return this builder
         */
        public Builder changefeedQueueSize(int size) {
            feedQueue = size;
            return this;
        }

        /**
         * Decides the order of what a real server leaves to chance; the same seed, the same order.
         *
         * @param number the value
         * @return this builder
         */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /**
         * Starts it.
         *
         * @return the server, listening
         * @throws UncheckedIOException when it cannot listen
         */
        public EmbeddedRethinkDb start() {
            return start(() -> {});
        }

        EmbeddedRethinkDb start(Runnable onClose) {
            ServerOptions options =
                    new ServerOptions(address, port, Map.copyOf(passwords), clock, tls, feedQueue, seed);
            return EmbeddedRethinkDb.start(options, onClose);
        }
    }
}
