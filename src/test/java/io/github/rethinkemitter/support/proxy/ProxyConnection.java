package io.github.rethinkemitter.support.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** One connection through a {@link Proxy}: two sockets and a thread for each direction. */
final class ProxyConnection {

    private static final long UNLIMITED = Long.MAX_VALUE / 2;

    private final Socket client;
    private final Socket server;
    private final ProxyFaults faults;
    private final Consumer<ProxyConnection> gone;
    // Bytes that the server may still send before the link is reset.
    private final AtomicLong allowance = new AtomicLong(UNLIMITED);

    private ProxyConnection(Socket client, Socket server, ProxyFaults faults, Consumer<ProxyConnection> gone) {
        this.client = client;
        this.server = server;
        this.faults = faults;
        this.gone = gone;
    }

    /** Connects to the target and begins to copy. When that fails the client is reset. */
    static ProxyConnection open(
            Socket client, InetSocketAddress target, ProxyFaults faults, Consumer<ProxyConnection> gone)
            throws IOException {
        Socket server = new Socket();
        ProxyConnection link = new ProxyConnection(client, server, faults, gone);
        try {
            server.connect(target, 10_000);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException e) {
            link.reset();
            throw e;
        }
        return link;
    }

    void start() {
        ProxyThread.start("up " + client.getPort(), () -> copy(client, server, new AtomicLong(UNLIMITED)));
        ProxyThread.start("down " + client.getPort(), () -> copy(server, client, allowance));
    }

    void resetAfter(int bytes) {
        allowance.set(bytes);
    }

    /** Ends both sides with a TCP reset: what is still under way is lost. */
    void reset() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // already closed by the other side
            }
        }
        close();
    }

    private void close() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.close();
            } catch (IOException e) {
                // already closed by the other side
            }
        }
        gone.accept(this);
    }

    private void copy(Socket from, Socket to, AtomicLong allowed) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                if (from == server) {
                    pause();
                }
                if (!faults.swallows()) {
                    int now = (int) Math.min(n, allowed.get());
                    to.getOutputStream().write(buffer, 0, now);
                    if (allowed.addAndGet(-now) <= 0) {
                        break;
                    }
                }
            }
            // An orderly end of one side is passed on as one: the last bytes still arrive.
            close();
        } catch (IOException e) {
            reset();
        }
    }

    private void pause() {
        long until = System.nanoTime() + faults.delay().toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }
}
