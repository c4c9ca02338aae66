package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.wire.Frames;
import io.github.rethinkemitter.embedded.wire.QueryFrame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client that sends queries and returns replies as JSON text. */
final class EmbeddedClient implements AutoCloseable {
    private static final int V0_4 = 0x400c2d20;
    private static final int JSON = 0x7e6970c7;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private long token;

    EmbeddedClient(EmbeddedRethinkDb server) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write(ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(V0_4)
                .putInt(0)
                .putInt(JSON)
                .array());
        in.readNBytes("SUCCESS\0".length());
    }

    /** Sends a term and waits for its reply. */
    String query(String term) throws IOException {
        send("[1," + term + ",{}]");
        return receive();
    }

    void send(String query) throws IOException {
        send(++token, query);
    }

    void send(long withToken, String query) throws IOException {
        Frames.write(out, new QueryFrame(withToken, query.getBytes(StandardCharsets.UTF_8)));
    }

    long token() {
        return token;
    }

    /** The next reply, or "closed" when the server has closed the connection. */
    String receive() throws IOException {
        try {
            @Nullable QueryFrame frame = Frames.read(in);
            return frame == null ? "closed" : new String(frame.body(), StandardCharsets.UTF_8);
        } catch (EOFException | SocketException cut) {
            return "closed";
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
