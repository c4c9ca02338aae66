package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.data.Users;
import io.github.rethinkemitter.embedded.reql.Engine;
import io.github.rethinkemitter.embedded.wire.Handshake;
import io.github.rethinkemitter.embedded.wire.HandshakeException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Accepts clients on one server socket, and knows their connections until it is closed. */
final class Acceptor {
    private static final int BUFFER = 64 * 1024;
    private static final long STOP_SECONDS = 10;

    private final ServerSocket socket;
    private final Engine engine;
    private final Users users;
    private final ConnectionFaults faults;
    private final EmbeddedThreads threads;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<Socket, ClientConnection> connections = new ConcurrentHashMap<>();
    private final Map<Socket, Boolean> sockets = new ConcurrentHashMap<>();

    Acceptor(ServerSocket socket, Engine engine, Users users, ConnectionFaults faults, EmbeddedThreads threads) {
        this.socket = socket;
        this.engine = engine;
        this.users = users;
        this.faults = faults;
        this.threads = threads;
    }

    void start() {
        threads.pool().execute(this::acceptAll);
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                accept(socket.accept());
            } catch (IOException e) {
                // Either the server socket was closed, which ends the loop, or the client disconnected too early.
            }
        }
        stopped.countDown();
    }

    private void accept(Socket client) throws IOException {
        if (faults.isRefusing()) {
            client.close();
            return;
        }
        sockets.put(client, true);
        if (socket.isClosed()) {
            hangUp(client);
            return;
        }
        try {
            threads.pool().execute(() -> serve(client));
        } catch (RejectedExecutionException closing) {
            hangUp(client);
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream(), BUFFER));
            OutputStream out = new BufferedOutputStream(client.getOutputStream(), BUFFER);
            faults.awaitThaw();
            String user = new Handshake(in, out, users).accept();
            ReplySender replies = new ReplySender(out, faults, threads.timer(), () -> hangUp(client));
            ClientConnection.Wiring wiring =
                    new ClientConnection.Wiring(replies, faults, threads, () -> hangUp(client));
            ClientConnection connection = new ClientConnection(engine, user, wiring);
            connections.put(client, connection);
            connection.serve(in);
        } catch (HandshakeException refusal) {
            Log.refused(String.valueOf(refusal.getMessage()));
        } catch (IOException gone) {
            // The client disconnected. Its queries are ended below.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            forget(client);
        }
    }

    private void forget(Socket client) {
        sockets.remove(client);
        ClientConnection connection = connections.remove(client);
        if (connection != null) {
            connection.close();
        }
    }

    private static void hangUp(Socket client) {
        try {
            client.close();
        } catch (IOException alreadyGone) {
            // The socket is closed, as it should be.
        }
    }

    int openConnections() {
        return connections.size();
    }

    int openFeeds() {
        return (int)
                connections.values().stream().mapToLong(ClientConnection::feeds).sum();
    }

    void dropConnections() {
        sockets.keySet().forEach(Acceptor::hangUp);
    }

    void muteConnections() {
        connections.values().forEach(ClientConnection::mute);
    }

    void overflowFeeds() {
        connections.values().forEach(ClientConnection::overflowFeeds);
    }

    /** Stops accepting and closes all connections. Afterwards the port is free. */
    void close() throws IOException {
        socket.close();
        try {
            // The port stays taken as long as a thread is inside accept().
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the accepting thread did not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        dropConnections();
    }
}
