package io.github.rethinkemitter.internal.rethink.wire;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.rethink.wire.RethinkSocket.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Connects to one host, encrypted or not, by a deadline. */
record Dialer(Host host, @Nullable SSLContext tls, Deadline deadline, HostLookup lookup) {

    Wire dial() throws IOException {
        Socket raw = connect();
        if (tls == null) {
            return new Wire(raw, raw);
        }
        try {
            return new Wire(raw, encrypted(raw, tls));
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    // A name may have several addresses, of which the server listens on one (localhost: ::1 and 127.0.0.1). Each
    // address gets a share of the time.
    private Socket connect() throws IOException {
        InetAddress[] addresses = lookup.addresses(host, deadline);
        IOException last = null;
        for (int i = 0; i < addresses.length; i++) {
            Failures.failIfInterrupted(); // the look-up of the name may have taken long
            try {
                return connect(addresses[i], addresses.length - i);
            } catch (IOException e) {
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw unreachable(last == null ? new UnknownHostException(host.name()) : last);
    }

    private Socket connect(InetAddress address, int left) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, host.port()), Math.max(1, deadline.remainingMillis() / left));
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private IOException unreachable(IOException cause) {
        if (cause instanceof SocketTimeoutException) {
            return new UnreachableException(
                    "RTH0203 " + host + " did not take the connection in time. Check host, port and firewall, or raise"
                            + " rethink.emitter.connect-timeout",
                    cause);
        }
        return new UnreachableException(
                "RTH0202 " + host + " cannot be reached: " + Failures.reason(cause)
                        + ". Check that RethinkDB runs there, and listens on that address (--bind)",
                cause);
    }

    private SSLSocket encrypted(Socket raw, SSLContext context) throws IOException {
        try {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, host.name(), host.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            if (isName(host.name())) {
                parameters.setServerNames(List.of(new SNIHostName(host.name())));
            }
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(deadline.remainingMillis());
            socket.startHandshake();
            return socket;
        } catch (SocketTimeoutException e) {
            throw new UnreachableException(
                    "RTH0203 " + host
                            + " did not answer the TLS handshake in time. Does it expect an encrypted connection?",
                    e);
        } catch (SSLException | EOFException | SocketException e) {
            throw new UnreachableException(
                    "RTH0204 no encrypted connection to " + host + ": " + Failures.reason(e)
                            + ". Check that its certificate names this host, that rethink.emitter.tls.ca-file holds the"
                            + " authority that signed it, and that the port is an encrypted one",
                    e);
        }
    }

    // TLS knows names only, so an address is not sent as one.
    private static boolean isName(String host) {
        return host.indexOf(':') < 0 && !host.matches("[0-9.]+") && !host.endsWith(".");
    }
}
