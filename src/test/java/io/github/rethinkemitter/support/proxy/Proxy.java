package io.github.rethinkemitter.support.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A loopback port between clients and a server, with the faults of a network under names. Thread-safe; a fault holds
 * until its opposite is called.
 */
public final class Proxy implements AutoCloseable {

    private final Supplier<InetSocketAddress> target;
    private final ProxyFaults faults = new ProxyFaults();
    private final Set<ProxyConnection> links = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile Listener listener;
    private volatile boolean closed;

    /** A bound port and the thread that accepts on it. */
    private record Listener(ServerSocket socket, Thread acceptor) {

        // The system keeps the port open, and completes connections on it, until the thread has come back from
        // accept().
        void close() {
            try {
                socket.close();
                acceptor.join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Opens a port that leads to the target, which is asked for its address at every connection. */
    public Proxy(Supplier<InetSocketAddress> target) {
        this.target = target;
        this.listener = listen(0);
        this.port = listener.socket().getLocalPort();
    }

    /** The port that clients connect to; it stays the same over {@link #refuse()}. */
    public int port() {
        return port;
    }

    /** How many connections lead through right now. */
    public int openConnections() {
        return links.size();
    }

    /** Resets every connection; new ones are accepted. */
    public void cut() {
        links.forEach(ProxyConnection::reset);
    }

    /** Lets so many more bytes from the server through on each connection, then ends it: a torn frame. */
    public void cutMidFrame(int bytes) {
        links.forEach(link -> link.resetAfter(bytes));
    }

    /** Swallows all bytes in both directions and keeps the connections: a half-open link. */
    public void swallow() {
        faults.swallow(true);
    }

    /** Ends {@link #swallow()}. What was swallowed is gone, so clients of that time rarely recover. */
    public void flow() {
        faults.swallow(false);
    }

    /** Refuses new connections; those that exist stay. */
    public synchronized void refuse() {
        listener.close();
    }

    /** Ends {@link #refuse()}. */
    public synchronized void accept() {
        if (listener.socket().isClosed() && !closed) {
            listener = listen(port);
        }
    }

    /** Holds back what the server sends, chunk by chunk, for so long. Zero ends it. */
    public void delay(Duration time) {
        faults.delay(time);
    }

    /** Ends every fault. */
    public void heal() {
        flow();
        accept();
        delay(Duration.ZERO);
    }

    @Override
    public synchronized void close() {
        closed = true;
        listener.close();
        links.forEach(ProxyConnection::reset);
    }

    private Listener listen(int atPort) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), 200);
            return new Listener(socket, ProxyThread.start("accept " + socket.getLocalPort(), () -> acceptFrom(socket)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptFrom(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                ProxyConnection link = ProxyConnection.open(client, target.get(), faults, links::remove);
                links.add(link);
                link.start();
            } catch (IOException e) {
                // the listener was closed, or the target is down and the client has been reset
            }
        }
    }
}
