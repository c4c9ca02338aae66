package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.gen.exc.ReqlAuthError;
import com.rethinkdb.net.Connection;
import com.rethinkdb.net.ResponsePump;
import io.github.rethinkemitter.internal.config.ConnectionSettings;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes links: socket, login, and the two threads that serve it. */
public final class Connector {

    private final ConnectionSettings settings;
    private final @Nullable SSLContext tls;
    private final ThreadStarter threads;

    public Connector(ConnectionSettings settings, @Nullable SSLContext tls, ThreadStarter threads) {
        this.settings = settings;
        this.tls = tls;
        this.threads = threads;
    }

    /** Connects for many threads that ask. */
    public QueryConnection connect(Host host) throws IOException {
        return connect(host, socket -> login(host, socket, () -> serve(host, socket)));
    }

    /** Connects for one thread that asks, and reads the answers. */
    public FeedConnection connectToFollow(Host host) throws IOException {
        return connect(host, socket -> {
            QueryConnection unused = login(host, socket, LoginOnlyPump::new);
            return new FeedConnection(socket, host.toString(), settings.heartbeat(), settings.queryTimeout());
        });
    }

    private <T> T connect(Host host, Function<RethinkSocket, T> login) throws IOException {
        Deadline deadline = Deadline.in(settings.connectTimeout());
        var lookup = new HostLookup(threads, InetAddress::getAllByName);
        RethinkSocket socket = new RethinkSocket(new Dialer(host, tls, deadline, lookup).dial(), deadline);
        try {
            return login.apply(socket);
        } catch (RuntimeException e) {
            socket.close();
            Throwable cause = Failures.cause(e);
            // Such as a class that is missing: nothing that the server did.
            if (cause instanceof Error error) {
                throw error;
            }
            throw refusal(host, cause);
        } catch (Error e) {
            socket.close();
            throw e;
        }
    }

    private QueryConnection login(Host host, RethinkSocket socket, Supplier<ResponsePump> pump) {
        QueryConnection link = new QueryConnection(
                new Connection.Builder()
                        .hostname(host.name())
                        .port(host.port())
                        .user(settings.login().user(), settings.login().password())
                        .socketFactory((name, port, context, timeout) -> socket)
                        .pumpFactory((same, daemon) -> pump.get()),
                host.toString(),
                settings.queryTimeout());
        link.connectAsync().join();
        return link;
    }

    private SocketReader serve(Host host, RethinkSocket socket) {
        SocketReader pump = new SocketReader(socket, host.toString(), settings.heartbeat());
        try {
            SocketWriter outbox = new SocketWriter(socket, socket.sendBufferSize(), pump::lost);
            socket.goLive(outbox, SocketReader.TICK_MILLIS);
            pump.servedBy(List.of(start("reader", pump), start("writer", outbox)));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        return pump;
    }

    // Servers may refuse. Closing the socket then ends the one that runs already.
    private Thread start(String name, Runnable task) {
        try {
            return threads.start(name, task);
        } catch (RuntimeException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
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
        if (cause instanceof UncheckedIOException io) {
            return broken(host, Objects.requireNonNull(io.getCause()));
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
