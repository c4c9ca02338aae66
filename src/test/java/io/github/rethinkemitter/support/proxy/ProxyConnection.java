package io.github.rethinkemitter.support.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A connection through a {@link Proxy}: two sockets, and a thread for each direction. */
final class ProxyConnection {

    private static final long UNLIMITED = Long.MAX_VALUE / 2;

    private final Socket client;
    private final Socket server;
    private final ProxyFaults faults;
    private final Consumer<ProxyConnection> onClose;
    // Bytes from the server that are still forwarded before the connection is closed.
    private final AtomicLong serverBytesLeft = new AtomicLong(UNLIMITED);

    private ProxyConnection(Socket client, Socket server, ProxyFaults faults, Consumer<ProxyConnection> onClose) {
        this.client = client;
        this.server = server;
        this.faults = faults;
        this.onClose = onClose;
    }

    /** Connects to the server. If that fails, the client's connection is reset. */
    static ProxyConnection open(
            Socket client, InetSocketAddress address, ProxyFaults faults, Consumer<ProxyConnection> onClose)
            throws IOException {
        Socket server = new Socket();
        ProxyConnection connection = new ProxyConnection(client, server, faults, onClose);
        try {
            server.connect(address, 10_000);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException e) {
            connection.reset();
            throw e;
        }
        return connection;
    }

    /** Begins to forward bytes. */
    void start() {
        ProxyThread.start("up " + client.getPort(), () -> copy(client, server, new AtomicLong(UNLIMITED)));
        ProxyThread.start("down " + client.getPort(), () -> copy(server, client, serverBytesLeft));
    }

    /** Closes the connection after this many more bytes from the server. */
    void closeAfter(int bytes) {
        serverBytesLeft.set(bytes);
    }

    /** Closes both sides with a TCP reset: bytes that have not arrived are lost. */
    void reset() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // the socket is already closed
            }
        }
        close();
    }

    private void close() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.close();
            } catch (IOException e) {
                // the socket is already closed
            }
        }
        onClose.accept(this);
    }

    private void copy(Socket from, Socket to, AtomicLong bytesLeft) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                if (from == server) {
                    awaitDelay();
                }
                if (!faults.areBytesDropped()) {
                    int forwarded = (int) Math.min(n, bytesLeft.get());
                    to.getOutputStream().write(buffer, 0, forwarded);
                    if (bytesLeft.addAndGet(-forwarded) <= 0) {
                        break;
                    }
                }
            }
            // One side has closed in order, and so does the other: the last bytes still arrive.
            close();
        } catch (IOException e) {
            reset();
        }
    }

    private void awaitDelay() {
        long until = System.nanoTime() + faults.delay().toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }
}
