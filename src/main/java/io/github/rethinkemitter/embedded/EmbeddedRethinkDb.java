package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.DataFaults;
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
 * A small RethinkDB server in memory, for development and tests.
 *
 * <pre>{@code
 * try (EmbeddedRethinkDb server = EmbeddedRethinkDb.start()) {
 *     Connection connection = RethinkDB.r.connection(server.uri()).connect();
 *     …
 *     server.faults().dropConnections();
 * }
 * }</pre>
 *
 * <p>The server speaks RethinkDB's own protocol, so unmodified drivers of any language can connect. It knows the ReQL
 * terms that drivers commonly send, and answers an unknown term with RethinkDB's error. Nothing is written to disk. By
 * default only clients on the same machine can connect, because the server listens on the loopback address.
 *
 * <p>An application of the same JVM needs no address: {@code rethink.emitter.url=embedded:<name>} gives it the server
 * {@link #named} {@code <name>}. For JUnit tests see
 * {@link io.github.rethinkemitter.embedded.junit.RethinkEmitterExtension}.
 *
 * <p><b>Thread safety:</b> all methods may be called from any thread.
 */
public final class EmbeddedRethinkDb implements AutoCloseable {
    private final ServerOptions options;
    private final ServerParts parts;
    private final Engine engine;
    private final ConnectionFaults connectionFaults = new ConnectionFaults();
    private final Faults faults;
    private final Applications applications = new Applications();
    private final int port;
    private final Runnable onClose;
    // The fields below are guarded by this object's lock.
    private Acceptor acceptor;
    private boolean serving = true;
    private boolean closed;
    private int timesToClose = 1; // one for each caller that got this server

    private EmbeddedRethinkDb(ServerOptions options, Runnable onClose) throws IOException {
        this.options = options;
        this.onClose = onClose;
        ServerSocket socket = listen(options, options.port());
        port = socket.getLocalPort();
        Users users = new Users();
        options.passwords().forEach(users::password);
        parts = new ServerParts(new Catalog(options.seed(), users), new DataFaults(), new EmbeddedThreads(port));
        ServerContext.Identity identity = new ServerContext.Identity(
                UUID.randomUUID().toString(),
                "embedded",
                port,
                Times.of(options.clock().instant()));
        engine = new Engine(
                new ServerContext(identity, parts.catalog(), options.clock(), parts.dataFaults(), options.seed()));
        acceptor = new Acceptor(socket, engine, users, connectionFaults, parts.threads());
        faults = new Faults(connectionFaults, parts, this::acceptor);
        acceptor.start();
        Log.started(uri());
    }

    /**
     * Starts a server on a free port of the loopback address, with all settings at their defaults.
     *
     * @return the server, which accepts connections already
     * @throws UncheckedIOException when no port is free
     */
    public static EmbeddedRethinkDb start() {
        return builder().start();
    }

    /**
     * Begins a server with other settings.
     *
     * <pre>{@code
     * EmbeddedRethinkDb.builder().port(28015).user("shop", "secret").start();
     * }</pre>
     *
     * @return a builder with all settings at their defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the server with this name. The first call starts the server, and later calls return the same one. Each
     * caller closes what it got; the server stops when the last caller has done so. Names belong to a class loader: two
     * applications on one Jakarta EE server, each with a copy of this class, have different servers.
     *
     * @param name any name
     * @return the server; close it once for each call
     * @throws UncheckedIOException when the server has to be started and no port is free
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
     * <p>The first line on standard output is the server's URI. The process ends on a signal. With
     * {@code --until-stdin-ends} it also ends at the end of standard input, that is, with the process that started it.
     *
     * @param args the options
     * @throws IOException when standard input cannot be read
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static void main(String... args) throws IOException, InterruptedException {
        Main.run(List.of(args), System.in, System.out);
    }

    /**
     * The port that clients connect to. It stays the same when the server stops serving and resumes.
     *
     * @return the port, never 0
     */
    public int port() {
        return port;
    }

    /**
     * The address that clients connect to, for example as {@code rethink.emitter.url}.
     *
     * @return the address, such as {@code rethinkdb://127.0.0.1:28015}, without a user or a database
     */
    public String uri() {
        return "rethinkdb://" + options.address().getHostAddress() + ":" + port;
    }

    /**
     * Makes the server misbehave, for tests of how an application copes with failures.
     *
     * @return the faults of this server, always the same object
     */
    public Faults faults() {
        return faults;
    }

    /**
     * How many clients are connected. A test that stops its application can check that no connection is left open.
     *
     * @return the number of connections that have passed the handshake
     */
    public int openConnections() {
        return acceptor().openConnections();
    }

    /**
     * How many changefeeds are open. A test that stops its application can check that no changefeed is left open.
     *
     * @return the number of changefeeds of all connections
     */
    public int openFeeds() {
        return acceptor().openFeeds();
    }

    /**
     * The applications of this JVM that use this server by its name, with {@code rethink.emitter.url=embedded:<name>}.
     * Tests wait for them here.
     *
     * @return the applications of this server, always the same object
     */
    public Applications applications() {
        return applications;
    }

    /**
     * The stored documents. Reading and deleting them this way needs no connection.
     *
     * @return the documents of this server
     */
    public StoredDocuments documents() {
        return new StoredDocuments(parts.catalog());
    }

    /**
     * Registers a channel of an application that uses this server by its name. The library calls this method; tests do
     * not need it.
     *
     * @param channel the channel's name
     * @param table the channel's table, with its database, such as {@code test.events}
     * @param follows whether the channel has observers
     * @return takes each lifecycle event of the channel: its kind, such as {@code Connected}, and its details
     */
    public BiConsumer<String, List<String>> join(String channel, String table, boolean follows) {
        return applications.join(channel, table, follows);
    }

    private synchronized Acceptor acceptor() {
        return acceptor;
    }

    /**
     * Closes all connections and stops listening, as if the server's process had been killed. The data stays, and is
     * there again after {@link #resumeServing()}.
     */
    public synchronized void stopServing() {
        serving = false;
        try {
            acceptor.close();
        } catch (IOException alreadyClosed) {
            // The socket is closed, as it should be.
        }
    }

    /**
     * Listens again on the same port with the same data, as if the server's process had been started again. Does nothing
     * when the server is listening, or was closed.
     *
     * @throws UncheckedIOException when another process has taken the port meanwhile
     */
    public synchronized void resumeServing() {
        if (serving || closed) {
            return;
        }
        try {
            acceptor = new Acceptor(
                    listen(options, port), engine, parts.catalog().users(), connectionFaults, parts.threads());
        } catch (IOException taken) {
            throw new UncheckedIOException("RTH0807 port " + port + " was taken meanwhile. Start a new server", taken);
        }
        acceptor.start();
        serving = true;
    }

    /** Notes that one more caller has this server and will close it. */
    synchronized void share() {
        timesToClose++;
    }

    /**
     * Closes all connections and ends the server's threads. The data is gone. Closing again does nothing. A {@link #named}
     * server is shared: each of its users closes it once, and the last {@code close} ends it.
     */
    @Override
    public void close() {
        synchronized (this) {
            timesToClose--;
            if (closed || timesToClose > 0) {
                return;
            }
            closed = true;
            stopServing();
        }
        connectionFaults.close();
        if (!parts.threads().close()) {
            Log.threadsLeft(uri());
        }
        onClose.run();
        Log.stopped(uri());
    }

    /** The settings of a server. Every setting has a default. Not safe for use by several threads. */
    public static final class Builder {
        private InetAddress address = InetAddress.getLoopbackAddress();
        private int port;
        private final Map<String, String> passwords = new LinkedHashMap<>();
        private InstantSource clock = InstantSource.system();
        private @Nullable SSLContext tls;
        private long seed = 1;

        private Builder() {}

        /**
         * The port to listen on. The default, 0, chooses a free port.
         *
         * @param number 0 to 65535
         * @return this builder
         */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /**
         * The address to listen on; the loopback address by default. Set another one when clients run on other machines
         * or in containers, for instance a Node process in Docker:
         *
         * <pre>{@code
         * builder().bindAddress(InetAddress.getByName("0.0.0.0")) // all addresses of this machine
         * }</pre>
         *
         * <p>Anybody who reaches the address can then connect, so set the password of the {@code admin} {@link #user} as
         * well.
         *
         * @param where an address of this machine
         * @return this builder
         */
        public Builder bindAddress(InetAddress where) {
            address = where;
            return this;
        }

        /**
         * Adds a user, or sets the password of {@code admin}. The user {@code admin} always exists, has all rights, and has
         * no password by default. Every other user has no right until {@code admin} grants one, with {@code r.grant}.
         *
         * @param name the user's name
         * @param password the password; empty for none
         * @return this builder
         */
        public Builder user(String name, String password) {
            passwords.put(name, password);
            return this;
        }

        /**
         * The clock that {@code r.now()} reads; the system's clock by default. The library takes the time of events and the
         * deadlines of sweeps from {@code r.now()}, so a test can move them with a clock of its own.
         *
         * @param source the clock
         * @return this builder
         */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Makes the server accept TLS connections only, for tests of {@code rethinkdbs://…} addresses.
         *
         * @param context a context with a private key and its certificate
         * @return this builder
         */
        public Builder tls(SSLContext context) {
            tls = context;
            return this;
        }

        /**
         * Seeds what a real server leaves to chance: the order in which changes of different shards reach a changefeed, and
         * the order of its initial documents. The same seed and the same writes give the same order. The default is 1.
         *
         * @param number any number
         * @return this builder
         */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the server, which accepts connections already
         * @throws UncheckedIOException when the port is taken or the address is not one of this machine
         */
        public EmbeddedRethinkDb start() {
            return start(() -> {});
        }

        EmbeddedRethinkDb start(Runnable onClose) {
            ServerOptions options = new ServerOptions(address, port, Map.copyOf(passwords), clock, tls, seed);
            return EmbeddedRethinkDb.start(options, onClose);
        }
    }
}
