package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.gen.exc.ReqlAuthError;
import io.github.rethinkemitter.internal.concurrent.StageFailure;
import io.github.rethinkemitter.internal.config.ConnectionSettings;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Opens connections: socket, encryption, login, and the threads that serve them. */
public final class Connector {

    private final ConnectionSettings settings;
    private final @Nullable SSLContext tls;
    private final ThreadStarter threads;

    /**
     * Reads the certificate authorities, and connects to nothing yet.
     *
     * @throws UnreachableException when the authorities cannot be read
     */
    public Connector(ConnectionSettings settings, ThreadStarter threads) throws IOException {
        this.settings = settings;
        this.tls = settings.tls() == null ? null : TrustedAuthorities.of(settings.tls());
        this.threads = threads;
    }

    /** Opens a connection on which many threads send queries. */
    public QueryConnection connect(Host host) throws IOException {
        RethinkSocket socket = logIn(host);
        try {
            var connection = new QueryConnection(socket, host.toString(), settings.queryTimeout());
            connection.start(threads, settings.heartbeat());
            return connection;
        } catch (IOException e) {
            socket.close();
            throw refusal(host, e);
        } catch (RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    /** Opens a connection for one thread, which sends queries and reads the answers itself. */
    public FeedConnection connectToFollow(Host host) throws IOException {
        return new FeedConnection(logIn(host), host.toString(), settings.heartbeat(), settings.queryTimeout());
    }

    private RethinkSocket logIn(Host host) throws IOException {
        Deadline deadline = Deadline.in(settings.connectTimeout());
        var lookup = new HostLookup(threads, InetAddress::getAllByName);
        var socket = new RethinkSocket(new Dialer(host, tls, deadline, lookup).dial());
        try {
            DriverLogin.logIn(new LoginSocket(socket, deadline), host, settings.login());
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            Throwable cause = StageFailure.cause(e);
            // An Error, such as a class that is missing, is nothing that the server did.
            if (cause instanceof Error error) {
                throw error;
            }
            throw refusal(
                    host, cause instanceof UncheckedIOException io ? Objects.requireNonNull(io.getCause()) : cause);
        } catch (Error e) {
            socket.close();
            throw e;
        }
    }

    private IOException refusal(Host host, Throwable cause) {
        if (cause instanceof ReqlAuthError) {
            return new UnreachableException(
                    "RTH0205 " + host + " refuses to let user \""
                            + settings.login().user() + "\" in: " + Failures.reason(cause)
                            + ". Check rethink.emitter.user and rethink.emitter.password",
                    cause);
        }
        if (cause instanceof IOException io) {
            return broken(host, io);
        }
        return new UnreachableException(
                "RTH0206 " + host + " does not log in like a RethinkDB 2.3 or newer: " + Failures.reason(cause)
                        + ". Check host and port; the driver port is 28015 by default",
                cause);
    }

    private IOException broken(Host host, IOException cause) {
        if (cause instanceof SocketTimeoutException) {
            return new UnreachableException(
                    "RTH0203 " + host + " did not answer the login within "
                            + settings.connectTimeout().toMillis()
                            + " ms. Is it a RethinkDB, and does it expect "
                            + (tls == null ? "an encrypted" : "a plain") + " connection?",
                    cause);
        }
        if (cause instanceof EOFException || cause instanceof SocketException) {
            return new UnreachableException(
                    "RTH0206 " + host
                            + " closed the connection during the login. Is it a RethinkDB, and does it expect "
                            + (tls == null ? "an encrypted" : "a plain") + " connection?",
                    cause);
        }
        return new UnreachableException("RTH0206 the login at " + host + " failed: " + Failures.reason(cause), cause);
    }
}
