package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.support.TimeLimit;
import io.github.rethinkemitter.support.client.RawSocket;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * A client that sends queries as JSON text and returns the text of the replies in the order in which they come. It logs in
 * with the protocol of old drivers, which has no user.
 */
final class EmbeddedClient implements AutoCloseable {

    private static final int VERSION_0_4 = 0x400c2d20;
    private static final int JSON = 0x7e6970c7;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RawSocket socket;
    private long token;

    EmbeddedClient(EmbeddedRethinkDb server) throws IOException {
        socket = new RawSocket(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), TimeLimit.in(TIMEOUT));
        socket.send(ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(VERSION_0_4)
                .putInt(0) // length of the password
                .putInt(JSON)
                .array());
        socket.readText(TimeLimit.in(TIMEOUT));
    }

    /** Sends a term and waits for its reply. */
    String query(String term) throws IOException {
        send("[1," + term + ",{}]");
        return receive();
    }

    /** Sends a query with the next token. */
    void send(String query) throws IOException {
        send(++token, query);
    }

    void send(long withToken, String query) throws IOException {
        socket.send(new RawSocket.Frame(withToken, query));
    }

    /** The token of the last query. */
    long token() {
        return token;
    }

    /** The next reply, or "closed" when the server has closed the connection. */
    String receive() throws IOException {
        try {
            return socket.readFrame(TimeLimit.in(TIMEOUT)).text();
        } catch (EOFException | SocketException closed) {
            return "closed";
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
