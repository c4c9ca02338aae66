package io.github.rethinkemitter.support.server;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.proxy.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A RethinkDB for a test, embedded or real, reached through a {@link Proxy} so that both can have the same faults.
 * {@link #heal()} ends every fault and is called after each test.
 */
public final class TestServer implements AutoCloseable {

    private final Backend backend;
    private final Proxy proxy;

    /** Puts a proxy before the backend, which is closed with this. */
    public TestServer(Backend backend) {
        this.backend = backend;
        this.proxy = new Proxy(() ->
                new InetSocketAddress(backend.uri().getHost(), backend.uri().getPort()));
    }

    /** What it is, in words. */
    public String name() {
        return backend.name();
    }

    /** Where clients under test connect: with credentials if there are any, without a database. */
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

    /** A client for looking in from outside: it bypasses the proxy, its faults and its count of connections. */
    public RawClient outside(String db) {
        return RawClient.connect(URI.create(backend.uri() + "/" + db));
    }

    /** Connections through {@link #uri()} right now; each may carry feeds, so none left means no feed left. */
    public int openConnections() {
        return proxy.openConnections();
    }

    /** Changefeeds that the server serves, as far as it can tell. */
    public int openFeeds() {
        return backend.openFeeds();
    }

    /** The embedded server behind this, for the faults that only it has; empty on a real one. */
    public Optional<EmbeddedRethinkDb> embedded() {
        return backend instanceof EmbeddedBackend embedded ? Optional.of(embedded.server()) : Optional.empty();
    }

    String threads() {
        return backend.threads();
    }

    /** The network between the clients and the server. */
    public Proxy network() {
        return proxy;
    }

    /** Resets all connections; clients may connect again at once. */
    public void dropConnections() {
        proxy.cut();
    }

    /** Ends every feed on the tables of the database while the connections stay. */
    public void abortFeeds(String db) {
        backend.abortFeeds(db);
    }

    /** The server dies: connections end, and none is accepted until {@link #restart()}. */
    public void kill() {
        proxy.refuse();
        backend.kill();
        proxy.cut();
    }

    /** The server is back with what it had stored, on the same {@link #uri()}. */
    public void restart() {
        backend.restart();
        proxy.accept();
    }

    /** The server lives but does nothing more. */
    public void freeze() {
        backend.freeze();
    }

    /** Ends {@link #freeze()}. */
    public void thaw() {
        backend.thaw();
    }

    /** Everything from the server arrives so much later. */
    public void delay(Duration time) {
        proxy.delay(time);
    }

    /** Ends all faults, and starts the server again when it was killed. */
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
