package io.github.rethinkemitter.support.server;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.proxy.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A database server for tests, embedded or real, behind a {@link Proxy}, so that both can have the same faults.
 * {@link #heal()} ends every fault and is called after each test.
 */
public final class TestServer implements AutoCloseable {

    private final Backend backend;
    private final Proxy proxy;

    /** Puts a proxy before a server. {@link #close()} closes both. */
    public TestServer(Backend backend) {
        this.backend = backend;
        this.proxy = new Proxy(() ->
                new InetSocketAddress(backend.uri().getHost(), backend.uri().getPort()));
    }

    /** A description for messages. */
    public String name() {
        return backend.name();
    }

    /** The URL for the library, through the proxy: with user and password if there are any, and without a database. */
    public URI uri() {
        return url("");
    }

    /** {@link #uri()} with a database. */
    public URI url(String db) {
        String user = backend.uri().getRawUserInfo();
        return URI.create("rethinkdb://" + (user == null ? "" : user + "@") + "localhost:" + port()
                + (db.isEmpty() ? "" : "/" + db));
    }

    /** The port of {@link #uri()}. */
    public int port() {
        return proxy.port();
    }

    /** A client that bypasses the proxy: faults do not disturb it, and {@link #openConnections()} does not count it. */
    public RawClient outside(String db) {
        return RawClient.connect(URI.create(backend.uri() + "/" + db));
    }

    /** The number of open connections through the proxy. Without connections there are no changefeeds either. */
    public int openConnections() {
        return proxy.openConnections();
    }

    /** The number of open changefeeds, or 0 if the server does not tell it. */
    public int openFeeds() {
        return backend.openFeeds();
    }

    /** The embedded server, for the faults that only the embedded server has; empty if this is a real one. */
    public Optional<EmbeddedRethinkDb> embedded() {
        return backend instanceof EmbeddedBackend embedded ? Optional.of(embedded.server()) : Optional.empty();
    }

    String threadNamePrefix() {
        return backend.threadNamePrefix();
    }

    /** The network between the clients and the server. */
    public Proxy network() {
        return proxy;
    }

    /** Resets all connections. Clients can connect again at once. */
    public void dropConnections() {
        proxy.cut();
    }

    /** Ends every changefeed on the tables of the database. The connections stay open. */
    public void abortFeeds(String db) {
        backend.abortFeeds(db);
    }

    /** Kills the server: connections end, and none is accepted until {@link #restart()}. */
    public void kill() {
        proxy.refuse();
        backend.kill();
        proxy.cut();
    }

    /** Starts the server again with the documents that it had stored, at the same {@link #uri()}. */
    public void restart() {
        backend.restart();
        proxy.accept();
    }

    /** Makes the server do nothing until {@link #thaw()}. Connections stay open. */
    public void freeze() {
        backend.freeze();
    }

    /** Ends {@link #freeze()}. */
    public void thaw() {
        backend.thaw();
    }

    /** Lets everything from the server arrive later by this time. Zero ends the delay. */
    public void delay(Duration time) {
        proxy.delay(time);
    }

    /** Ends all faults, and restarts the server if it was killed. */
    public void heal() {
        backend.heal();
        proxy.heal();
    }

    @Override
    public void close() {
        proxy.close();
        backend.close();
    }

    @Override
    public String toString() {
        return name();
    }
}
