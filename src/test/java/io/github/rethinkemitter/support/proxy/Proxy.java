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
 * A loopback port between clients and a server that can behave like a broken network. A fault lasts until the method that
 * ends it is called. Thread-safe.
 */
public final class Proxy implements AutoCloseable {

    private final Supplier<InetSocketAddress> server;
    private final ProxyFaults faults = new ProxyFaults();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile Listener listener;
    private volatile boolean closed;

    /** A bound port and the thread that accepts on it. */
    private record Listener(ServerSocket socket, Thread acceptor) {

        // Until the thread has returned from accept(), the system keeps the port open and accepts connections.
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

    /** Opens a port. For each connection the supplier is asked for the address of the server. */
    public Proxy(Supplier<InetSocketAddress> server) {
        this.server = server;
        this.listener = listen(0);
        this.port = listener.socket().getLocalPort();
    }

    /** The port for clients. It stays the same after {@link #refuse()} and {@link #accept()}. */
    public int port() {
        return port;
    }

    /** The number of open connections. */
    public int openConnections() {
        return connections.size();
    }

    /** Resets every connection. New connections are accepted. */
    public void cut() {
        connections.forEach(ProxyConnection::reset);
    }

    /** Forwards only this many more bytes from the server on each connection, then closes it: a frame ends in the middle. */
    public void cutMidFrame(int bytes) {
        connections.forEach(connection -> connection.closeAfter(bytes));
    }

    /** Discards all bytes in both directions and keeps the connections open: they are half-open. */
    public void swallow() {
        faults.dropBytes(true);
    }

    /** Ends {@link #swallow()}. The dropped bytes are lost, so most of the old connections are of no use any more. */
    public void forward() {
        faults.dropBytes(false);
    }

    /** Refuses new connections. Open connections stay open. */
    public synchronized void refuse() {
        listener.close();
    }

    /** Ends {@link #refuse()}. */
    public synchronized void accept() {
        if (listener.socket().isClosed() && !closed) {
            listener = listen(port);
        }
    }

    /** Forwards bytes from the server only after this time. Zero ends the delay. */
    public void delay(Duration time) {
        faults.delay(time);
    }

    /** Ends every fault. */
    public void heal() {
        forward();
        accept();
        delay(Duration.ZERO);
    }

    @Override
    public synchronized void close() {
        closed = true;
        listener.close();
        connections.forEach(ProxyConnection::reset);
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
                ProxyConnection connection = ProxyConnection.open(client, server.get(), faults, connections::remove);
                connections.add(connection);
                connection.start();
            } catch (IOException e) {
                // the listener was closed, or the server is down and the client has been reset
            }
        }
    }
}
